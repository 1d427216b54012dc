package dev.parley.chat.text;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field that holds what somebody typed: 1 to 10 000 characters, not all of them blank.
 *
 * <p>Of the control characters only line feed and tab are text; half a surrogate pair is none.
 */
@Constraint(validatedBy = MessageTextValidator.class)
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface MessageText {
  /** The longest text, in UTF-16 units, as clients count them. */
  int MAX_LENGTH = 10_000;

  String message() default "must be 1 to 10000 characters and not blank";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
