package dev.sm.event;

/**
 * A pool's migration has come to another step, as every instance sees it for itself.
 * Immutable.
 *
 * @param pool the name of the pool
 * @param migration the number of the migration; grows with every migration and abort
 * @param step the step, as in {@code GET /actuator/migration}; {@code STABLE} at the end
 */
public record MigrationEvent(String pool, long migration, String step) implements SmEvent {

}
