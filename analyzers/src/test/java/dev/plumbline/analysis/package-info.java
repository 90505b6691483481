@NullMarked
package dev.plumbline.analysis;

import org.jspecify.annotations.NullMarked;
