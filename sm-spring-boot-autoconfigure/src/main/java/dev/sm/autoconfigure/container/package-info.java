/**
 * Connection details of containers that Testcontainers and Docker Compose run.
 */
@NullMarked
package dev.sm.autoconfigure.container;

import org.jspecify.annotations.NullMarked;
