package dev.plumbline.testkit.tidy;

/**
 * How big a method is.
 *
 * @param line where its body begins, from 1
 * @param lines from the line of its opening brace to that of its closing brace, both included
 * @param parameters how many it takes
 */
public record MethodSize(String name, int line, int lines, int parameters) {}
