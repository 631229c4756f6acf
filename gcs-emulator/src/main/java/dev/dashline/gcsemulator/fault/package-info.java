/** Fault injection: which requests fail, and how, and how slow the network is. */
@NullMarked
package dev.dashline.gcsemulator.fault;

import org.jspecify.annotations.NullMarked;
