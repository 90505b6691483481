@NullMarked
package dev.plumbline.alertrules;

import org.jspecify.annotations.NullMarked;
