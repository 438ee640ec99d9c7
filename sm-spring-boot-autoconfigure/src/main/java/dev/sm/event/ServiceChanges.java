package dev.sm.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;

/**
 * Tells what has happened to a service from how it looks. What was there at first is no
 * news, but for the controller. Not thread-safe.
 */
final class ServiceChanges {

	private static final Set<String> NOWHERE = Set.of("UNPLACED", "QUARANTINED");

	private final String participantId;

	private final Map<String, String> handoffs = new TreeMap<>();

	private @Nullable ServiceDescription seen;

	private Map<String, ShardInfo> shards = Map.of();

	/**
	 * Creates it.
	 * @param participantId identifies this instance
	 */
	ServiceChanges(String participantId) {
		this.participantId = participantId;
	}

	List<SmEvent> next(ServiceDescription now) {
		ServiceDescription before = this.seen;
		if (before == now) {
			return List.of();
		}
		List<SmEvent> events = new ArrayList<>();
		String controller = (before != null) ? before.controller() : null;
		if (!Objects.equals(controller, now.controller())) {
			events.add(new ElectionEvent(now.service(), now.controller(), isHere(now)));
		}
		if (before != null && !before.participants().equals(now.participants())) {
			participants(before, now, events);
		}
		shards(before != null, now, events);
		this.seen = now;
		return events;
	}

	private boolean isHere(ServiceDescription service) {
		return this.participantId.equals(service.controller());
	}

	private static void participants(ServiceDescription before, ServiceDescription now, List<SmEvent> events) {
		Map<String, String> states = new TreeMap<>();
		before.participants().forEach((participant) -> states.put(participant.id(), participant.state()));
		for (ParticipantInfo participant : now.participants()) {
			String known = states.remove(participant.id());
			if (known == null) {
				events.add(new ParticipantEvent(now.service(), participant.id(), ParticipantEvent.Kind.JOINED));
			}
			else if (!known.equals(participant.state())) {
				events.add(new ParticipantEvent(now.service(), participant.id(), participant.state().equals("DRAINING")
						? ParticipantEvent.Kind.DRAINING : ParticipantEvent.Kind.RESUMED));
			}
		}
		states.keySet()
			.forEach((gone) -> events.add(new ParticipantEvent(now.service(), gone, ParticipantEvent.Kind.LEFT)));
	}

	private void shards(boolean known, ServiceDescription now, List<SmEvent> events) {
		Map<String, ShardInfo> next = new HashMap<>(now.shards().size() * 2);
		for (ShardInfo shard : now.shards()) {
			ShardInfo before = this.shards.get(shard.id());
			next.put(shard.id(), shard);
			if (before == shard || (before != null && before.equals(shard))) {
				continue;
			}
			if (known) {
				place(now.service(), (before != null) ? before.state() : "", shard, events);
			}
			handoff(now.service(), isHere(now), shard, events);
		}
		this.handoffs.entrySet().removeIf((handoff) -> {
			boolean over = !isHere(now) || !next.containsKey(handoff.getKey());
			if (over) {
				events.add(new HandoffEvent(now.service(), handoff.getKey(), handoff.getValue(), null,
						HandoffEvent.Kind.CANCELLED));
			}
			return over;
		});
		this.shards = next;
	}

	private static void place(String service, String before, ShardInfo shard, List<SmEvent> events) {
		if (shard.state().equals(before)) {
			return;
		}
		if (NOWHERE.contains(shard.state())) {
			events.add(new ShardEvent(service, shard.id(), shard.epoch(), ShardEvent.Kind.valueOf(shard.state()),
					shard.reason()));
		}
		else if (NOWHERE.contains(before) && shard.owner() != null) {
			events.add(new ShardEvent(service, shard.id(), shard.epoch(), ShardEvent.Kind.PLACED, shard.reason()));
		}
	}

	private void handoff(String service, boolean here, ShardInfo shard, List<SmEvent> events) {
		String owner = shard.owner();
		String from = this.handoffs.get(shard.id());
		if (from == null && here && owner != null && shard.state().equals("DROPPING")) {
			this.handoffs.put(shard.id(), owner);
			events.add(new HandoffEvent(service, shard.id(), owner, null, HandoffEvent.Kind.STARTED));
		}
		else if (from != null && shard.state().equals("HELD")) {
			this.handoffs.remove(shard.id());
			events.add(new HandoffEvent(service, shard.id(), from, owner,
					from.equals(owner) ? HandoffEvent.Kind.CANCELLED : HandoffEvent.Kind.ENDED));
		}
	}

}
