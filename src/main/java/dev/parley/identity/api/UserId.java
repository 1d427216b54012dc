package dev.parley.identity.api;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A field that names a user: 1 to 128 characters, none of them a control character. */
@NotNull(message = "is required")
@Pattern(
    regexp = "[\\P{Cc}&&\\P{Cs}]{1,128}",
    message = "must be 1 to 128 characters without control characters")
@Constraint(validatedBy = {})
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface UserId {
  String message() default "must name a user";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
