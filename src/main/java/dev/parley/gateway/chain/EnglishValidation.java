package dev.parley.gateway.chain;

import jakarta.validation.Configuration;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Locale;

/** A validator whose messages do not depend on the language of the machine. */
final class EnglishValidation {
  private EnglishValidation() {}

  static Validator validator() {
    Configuration<?> configuration = Validation.byDefaultProvider().configure();
    MessageInterpolator messages = configuration.getDefaultMessageInterpolator();
    return configuration
        .messageInterpolator(
            new MessageInterpolator() {
              @Override
              public String interpolate(String template, Context context) {
                return messages.interpolate(template, context, Locale.ENGLISH);
              }

              @Override
              public String interpolate(String template, Context context, Locale locale) {
                return messages.interpolate(template, context, Locale.ENGLISH);
              }
            })
        .buildValidatorFactory()
        .getValidator();
  }
}
