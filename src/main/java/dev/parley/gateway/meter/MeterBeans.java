package dev.parley.gateway.meter;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Gives the gateway its meters. */
@Dependent
class MeterBeans {

  @Produces
  @Singleton
  static GatewayMeters meters(MetricRegistry registry) {
    return new MicroProfileMeters(registry);
  }
}
