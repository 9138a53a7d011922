package org.midolab.lab.guide.steps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a step, or all steps of a class, that sends packets or watches them. Another step of the
 * kind may not run at the same time: a scenario of {@code ./lab check} that has such a step is
 * tagged {@code @traffic}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface OnTheWire {}
