/**
 * The coordination store on etcd.
 */
@NullMarked
package dev.sm.coordination.etcd;

import org.jspecify.annotations.NullMarked;
