package org.midolab.lab.guide.run;

/**
 * Something that was seen or typed, recorded with the scenario.
 *
 * @param title short description
 * @param text the content, without secrets
 */
public record Evidence(String title, String text) {}
