package dev.sm.event;

/**
 * A transition, published as an application event: a listener is a method with
 * {@code @EventListener} that takes this type, or one of those below it. Listeners run
 * one after the other, in the order in which things were seen, on a thread that is there
 * for them: they hold up nothing but each other.
 */
public sealed interface SmEvent
		permits ShardEvent, HandoffEvent, ParticipantEvent, ElectionEvent, MigrationEvent, PoolEvent, NodeEvent {

}
