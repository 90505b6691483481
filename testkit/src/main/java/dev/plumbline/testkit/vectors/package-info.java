/**
 * Reads the JSON files of cases that a folder of vectors holds ({@code -Dplumbline.vectors=DIR}) and keeps the score.
 * In: a file's name and a check per section. Out: the line {@code vectors FILE: N passed, M failed} and a failed test
 * when a case fails or when the file has a section that nobody checks. Used by every {@code XVectorsTest}; the project
 * passes without such a folder.
 */
@NullMarked
package dev.plumbline.testkit.vectors;

import org.jspecify.annotations.NullMarked;
