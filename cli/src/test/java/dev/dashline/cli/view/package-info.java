@NullMarked
package dev.dashline.cli.view;

import org.jspecify.annotations.NullMarked;
