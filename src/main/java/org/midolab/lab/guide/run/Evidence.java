package org.midolab.lab.guide.run;

/**
 * Something that was seen or typed, kept with the scenario.
 *
 * @param title what it is, in a few words
 * @param text already free of secrets
 */
public record Evidence(String title, String text) {}
