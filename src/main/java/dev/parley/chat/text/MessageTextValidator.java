package dev.parley.chat.text;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

/** Checks {@link MessageText}; public because Jakarta Validation makes it. */
public final class MessageTextValidator implements ConstraintValidator<MessageText, String> {

  @Override
  public boolean isValid(String text, ConstraintValidatorContext context) {
    if (text == null || text.length() > MessageText.MAX_LENGTH || text.isBlank()) {
      return false;
    }
    if (text.codePoints().allMatch(MessageTextValidator::isText)) {
      return true;
    }
    context.disableDefaultConstraintViolation();
    context
        .buildConstraintViolationWithTemplate(
            "must not hold control characters other than line feed and tab")
        .addConstraintViolation();
    return false;
  }

  private static boolean isText(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\n' || codePoint == '\t';
      case Character.SURROGATE -> false;
      default -> true;
    };
  }
}
