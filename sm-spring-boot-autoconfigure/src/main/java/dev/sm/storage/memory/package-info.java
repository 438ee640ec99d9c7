/**
 * Nodes inside this JVM: {@code memory:}.
 */
@NullMarked
package dev.sm.storage.memory;

import org.jspecify.annotations.NullMarked;
