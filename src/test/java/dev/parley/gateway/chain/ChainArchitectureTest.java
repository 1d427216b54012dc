package dev.parley.gateway.chain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.EventHandler;
import jakarta.decorator.Decorator;

/** Nothing reaches a handler but through the chain. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ChainArchitectureTest {
  private static final String ROUTER = "dev.parley.gateway.dispatch.Router";

  @ArchTest
  static final ArchRule onlyTheGatewayDispatches =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.parley.gateway.dispatch..", "dev.parley.gateway.chain..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Dispatcher.class);

  @ArchTest
  static final ArchRule nobodyKnowsTheRouter =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROUTER)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(ROUTER);

  @ArchTest
  static final ArchRule handlersAreCalledByTheRouterAlone =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROUTER)
          .should()
          .callMethod(EventHandler.class, "handle", Record.class, EventContext.class);

  @ArchTest
  static final ArchRule dispatchersAreTheRouterAndTheDecorators =
      classes()
          .that()
          .implement(Dispatcher.class)
          .should()
          .haveFullyQualifiedName(ROUTER)
          .orShould()
          .beAnnotatedWith(Decorator.class);
}
