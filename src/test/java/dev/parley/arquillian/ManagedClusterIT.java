package dev.parley.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.presence.api.UserNotifier;
import dev.parley.presence.boundary.FriendPresence;
import dev.parley.presence.boundary.PresenceOutbound;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.inject.Inject;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.ContainerController;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two containers that Arquillian manages: one cluster, until one of them stops.
 *
 * <p>This class is part of the WAR that it tests; what only its client half needs stays out of its
 * signatures.
 */
@ExtendWith(ArquillianExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagedClusterIT {
  private static final List<String> CHAIN =
      List.of(
          "LoggingDispatcher",
          "MetricsDispatcher",
          "ErrorMappingDispatcher",
          "AuthorizationDispatcher",
          "ThrottlingDispatcher",
          "ValidationDispatcher");

  private static final String NOTIFIED = "notified";

  @ArquillianResource private ContainerController containers;
  @ArquillianResource private Deployer deployer;
  @Inject private Broker broker;
  @Inject private RateLimiter limiter;
  @Inject private UserNotifier notifier;
  @Inject private BeanManager beans;

  @Deployment(name = "a", managed = false)
  @TargetsContainer("a")
  static WebArchive onA() {
    return product();
  }

  @Deployment(name = "b", managed = false)
  @TargetsContainer("b")
  static WebArchive onB() {
    return product();
  }

  /** The WAR as it ships, at the root of its server. */
  private static WebArchive product() {
    return ShrinkWrap.create(ZipImporter.class, "parley.war")
        .importFrom(new File("target/parley.war"))
        .as(WebArchive.class)
        .addAsWebInfResource(
            new StringAsset("<web-ext><context-root uri=\"/\"/></web-ext>"), "ibm-web-ext.xml");
  }

  @Test
  @Order(1)
  @RunAsClient
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void bothStart() {
    for (String name : List.of("a", "b")) {
      containers.start(name);
      deployer.deploy(name);
      assertTrue(containers.isStarted(name));
    }
    for (String name : List.of("a", "b")) {
      ManagedTalk.awaitReady(ManagedNodes.portOf(name));
    }
  }

  @Test
  @Order(2)
  @OperateOnDeployment("a")
  void insideTheBeansAreThoseOfACluster() {
    // What measures the broker, which is there with Redis only.
    assertEquals("TimedBroker", broker.getClass().getSimpleName());
    assertEquals("RedisRateLimiter", limiter.getClass().getSimpleName());
  }

  @Test
  @Order(3)
  @OperateOnDeployment("b")
  void insideEveryEventPassesTheWholeChain() {
    List<Decorator<?>> chain = beans.resolveDecorators(Set.of(Dispatcher.class));

    assertEquals(CHAIN, chain.stream().map(link -> link.getBeanClass().getSimpleName()).toList());
  }

  @Test
  @Order(4)
  @RunAsClient
  void whatIsSaidAtOneIsHeardAtBoth() throws Exception {
    ManagedTalk.between(ManagedNodes.portOf("a"), ManagedNodes.portOf("b"));
  }

  @Test
  @Order(5)
  @RunAsClient
  void aUserComesToOne() throws Exception {
    ManagedTalk.listen(ManagedNodes.portOf("b"), NOTIFIED);
  }

  @Test
  @Order(6)
  @OperateOnDeployment("a")
  void insideTheOtherTheUserIsNotified() {
    notifier.notifyUser(
        NOTIFIED,
        PresenceOutbound.FRIEND_ONLINE,
        new FriendPresence("a-friend-of-" + NOTIFIED, Instant.EPOCH));
  }

  @Test
  @Order(7)
  @RunAsClient
  void theUserHearsItAtTheFirst() throws Exception {
    ManagedTalk.hear("friend:online", "a-friend-of-" + NOTIFIED);
  }

  @Test
  @Order(8)
  @RunAsClient
  void whenOneStopsTheOtherServesOn() throws Exception {
    containers.stop("b");
    assertFalse(containers.isStarted("b"));

    ManagedTalk.between(ManagedNodes.portOf("a"), ManagedNodes.portOf("a"));
    containers.stop("a");
  }
}
