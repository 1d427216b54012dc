package dev.parley.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.parley.outbound.Delivery;
import java.util.ArrayList;
import java.util.List;

/** The table of packages: who may see whom, and which technology stays behind which fence. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /**
   * A package and what it may see of the project, besides itself.
   *
   * <p>A pattern ends in two dots when it includes what is below. A package without a row may be
   * seen only where a row names it.
   */
  private record Row(String packages, List<String> sees) {
    Row(String packages, String... sees) {
      this(packages, List.of(sees));
    }
  }

  private static final List<Row> TABLE =
      List.of(
          new Row("dev.parley.kernel.."),
          new Row("dev.parley.outbound..", "dev.parley.kernel.."),
          new Row("dev.parley.engineio.protocol..", "dev.parley.kernel.."),
          new Row(
              "dev.parley.engineio.session..",
              "dev.parley.engineio.protocol..",
              "dev.parley.outbound..",
              "dev.parley.identity.api..",
              "dev.parley.kernel.."),
          new Row(
              "dev.parley.engineio.transport..",
              "dev.parley.engineio..",
              "dev.parley.outbound..",
              "dev.parley.identity.api..",
              "dev.parley.gateway.api..",
              "dev.parley.kernel.."),
          new Row("dev.parley.socketio.protocol..", "dev.parley.kernel.."),
          new Row(
              "dev.parley.socketio.session..",
              "dev.parley.socketio.protocol..",
              "dev.parley.engineio.session..",
              "dev.parley.outbound..",
              "dev.parley.gateway.api..",
              "dev.parley.identity.api..",
              "dev.parley.kernel.."),
          new Row(
              "dev.parley.plainws..",
              // The WebSocket, its limits and the strict JSON reader are there once, for both.
              "dev.parley.engineio.session..",
              "dev.parley.engineio.transport..",
              "dev.parley.socketio..",
              "dev.parley.outbound..",
              "dev.parley.gateway.api..",
              "dev.parley.identity.api..",
              "dev.parley.kernel.."),
          new Row(
              "dev.parley.gateway.api..",
              "dev.parley.cluster.api..",
              "dev.parley.outbound..",
              "dev.parley.identity.api..",
              "dev.parley.kernel.."),
          new Row(
              "dev.parley.gateway..",
              "dev.parley.cluster.api..",
              "dev.parley.outbound..",
              "dev.parley.identity.api..",
              "dev.parley.kernel.."),
          new Row("dev.parley.cluster.api..", "dev.parley.kernel.."),
          new Row("dev.parley.cluster..", "dev.parley.kernel.."),
          new Row("dev.parley.identity.api..", "dev.parley.kernel.."),
          new Row(
              "dev.parley.identity..",
              "dev.parley.gateway.api..",
              "dev.parley.cluster.api..",
              "dev.parley.kernel.."),
          feature("dev.parley.presence..", "dev.parley.chat..api.."),
          feature("dev.parley.audit.."),
          feature("dev.parley.analytics.."),
          feature("dev.parley.chat..", "dev.parley.presence.api.."));

  private static Row feature(String packages, String... others) {
    List<String> sees = new ArrayList<>(List.of(others));
    sees.addAll(
        List.of(
            "dev.parley.gateway.api..",
            "dev.parley.identity.api..",
            "dev.parley.cluster.api..",
            "dev.parley.kernel.."));
    return new Row(packages, sees);
  }

  @ArchTest
  static final ArchRule everyPackageSeesOnlyWhatItsRowAllows =
      CompositeArchRule.of(TABLE.stream().map(ArchitectureTest::rule).toList());

  private static ArchRule rule(Row row) {
    List<String> allowed = new ArrayList<>(row.sees());
    allowed.add(row.packages());
    return noClasses()
        .that()
        .resideInAPackage(row.packages())
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.parley..")
                // The delivery class of an event is a word that all may use.
                .and(not(equivalentTo(Delivery.class)))
                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
        .allowEmptyShould(true);
  }

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.parley.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingDependsOnThePlatform =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.parley.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.parley.platform..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule controlSeesNeitherBoundaryNorAdapter =
      noClasses()
          .that()
          .resideInAPackage("dev.parley..control..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.parley..boundary..", "dev.parley..adapter..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule entitiesSeeNothingOfTheirFeature =
      noClasses()
          .that()
          .resideInAPackage("dev.parley..entity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.parley..boundary..", "dev.parley..adapter..", "dev.parley..control..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule engineioProtocolNeedsTheJdkOnly =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.parley.kernel..", "dev.parley.engineio.protocol..", "dev.parley.outbound..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.parley..", "java..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule socketioProtocolNeedsTheJdkAndJsonOnly =
      classes()
          .that()
          .resideInAPackage("dev.parley.socketio.protocol..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.parley..", "java..", "jakarta.json..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule redissonStaysInItsAdapter =
      only("dev.parley.cluster.redis..").mayUse("org.redisson..");

  @ArchTest
  static final ArchRule jcacheStaysInAdapters =
      only("dev.parley..adapter..", "dev.parley.cluster.redis..").mayUse("javax.cache..");

  @ArchTest
  static final ArchRule persistenceStaysInAdaptersAndEntities =
      only("dev.parley..adapter..", "dev.parley..entity..").mayUse("jakarta.persistence..");

  @ArchTest
  static final ArchRule websocketAndServletStayInTransports =
      only("dev.parley.engineio.transport..", "dev.parley.plainws..", "dev.parley.platform..")
          .mayUse("jakarta.websocket..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule joseStaysInIdentity = only("dev.parley.identity..").mayUse("org.jose4j..");

  @ArchTest
  static final ArchRule decoratorsStandInTheChain =
      only("dev.parley.gateway.chain..").mayUse("jakarta.decorator..");

  private static Fence only(String... packages) {
    return technology ->
        noClasses()
            .that()
            .resideOutsideOfPackages(packages)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(technology)
            .allowEmptyShould(true);
  }

  /** The second half of a sentence that begins with {@link #only}. */
  private interface Fence {
    ArchRule mayUse(String... technology);
  }
}
