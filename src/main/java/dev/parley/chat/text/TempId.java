package dev.parley.chat.text;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A field with the client's own id of what it sends, which makes a retry harmless. */
@NotNull(message = "is required")
@Pattern(
    regexp = "[A-Za-z0-9._:-]{1,64}",
    message = "must be 1 to 64 characters of letters, digits and . _ : -")
@Constraint(validatedBy = {})
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface TempId {
  String message() default "must be an id";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
