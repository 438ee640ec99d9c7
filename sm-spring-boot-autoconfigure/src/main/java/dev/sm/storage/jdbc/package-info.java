/**
 * Nodes that are relational databases: {@code jdbc:}.
 */
@NullMarked
package dev.sm.storage.jdbc;

import org.jspecify.annotations.NullMarked;
