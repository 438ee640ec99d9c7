package dev.sm.manager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.coordination.Entry;
import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import dev.sm.shard.Assignment;
import dev.sm.shard.Ownership;
import org.jspecify.annotations.Nullable;

/**
 * What people and routers want to know of a service, computed from its documents.
 */
final class Descriptions {

	private static final Comparator<String> BY_NUMBER = Comparator
		.<String>comparingInt((id) -> isNumber(id) ? id.length() : Integer.MAX_VALUE)
		.thenComparing(Comparator.naturalOrder());

	private final ServiceSettings settings;

	private final ServiceState state;

	Descriptions(ServiceSettings settings, ServiceState state) {
		this.settings = settings;
		this.state = state;
	}

	private static boolean isNumber(String id) {
		for (int i = 0; i < id.length(); i++) {
			if (id.charAt(i) < '0' || id.charAt(i) > '9') {
				return false;
			}
		}
		return id.length() <= 9;
	}

	Assignment assignment() {
		Map<String, Ownership> owners = new TreeMap<>();
		for (String shard : this.state.index().shards()) {
			Ownership owner = owner(shard);
			if (owner != null) {
				owners.put(shard, owner);
			}
		}
		return new Assignment(this.state.generation(), owners);
	}

	private @Nullable Ownership owner(String shard) {
		for (String participant : this.state.index().participants(shard)) {
			Item item = this.state.item(participant, shard);
			Versioned<AssignmentDocument> document = this.state.assignments().get(participant);
			if (item != null && item.owns() && document != null
					&& document.value().incarnation().equals(this.state.incarnation(participant))) {
				return new Ownership(participant, item.epoch());
			}
		}
		return null;
	}

	ServiceDescription describe() {
		Map<String, Integer> counts = new HashMap<>();
		List<ShardInfo> shards = new ArrayList<>();
		for (String shard : shards()) {
			ShardInfo info = describe(shard);
			shards.add(info);
			if (info.owner() != null) {
				counts.merge(info.owner(), 1, Integer::sum);
			}
		}
		List<ParticipantInfo> participants = new ArrayList<>();
		this.state.registrations()
			.forEach((id, registration) -> participants
				.add(describe(id, registration.value(), counts.getOrDefault(id, 0))));
		return new ServiceDescription(this.settings.service(), this.state.generation(), controller(), participants,
				shards);
	}

	private Set<String> shards() {
		Set<String> shards = new TreeSet<>(BY_NUMBER);
		for (int i = 0; i < this.settings.count(); i++) {
			shards.add(Integer.toString(i));
		}
		shards.addAll(this.state.specs().keySet());
		shards.addAll(this.state.frozen());
		shards.addAll(this.state.index().shards());
		return shards;
	}

	private @Nullable String controller() {
		Entry controller = this.state.controller();
		try {
			return (controller != null) ? Documents.readController(controller.value()) : null;
		}
		catch (CorruptDocumentException ex) {
			return "?";
		}
	}

	private ParticipantInfo describe(String id, Registration registration, int shards) {
		Versioned<StatusDocument> status = this.state.statuses().get(id);
		double load = 0;
		if (status != null) {
			load = status.value()
				.held()
				.values()
				.stream()
				.mapToDouble((held) -> held.load().isEmpty() ? 0 : held.load().value())
				.sum();
		}
		boolean draining = registration.draining() || this.state.drains().contains(id);
		return new ParticipantInfo(id, registration.address(), registration.zone(), registration.weight(),
				draining ? "DRAINING" : "ACTIVE", load, shards);
	}

	private ShardInfo describe(String shard) {
		String reason = this.state.report().reasons().getOrDefault(shard, "");
		String unreadable = this.state.corrupt().get(this.state.keys().spec(shard));
		if (unreadable != null) {
			reason = "its spec cannot be read: " + unreadable;
		}
		Ownership owner = owner(shard);
		List<String> standbys = standbys(shard);
		if (owner == null) {
			String failed = failure(shard);
			return new ShardInfo(shard, null, 0, (failed != null) ? "QUARANTINED" : "UNPLACED", 0, standbys,
					(failed != null) ? together(reason, failed) : reason);
		}
		Versioned<StatusDocument> status = this.state.statuses().get(owner.participantId());
		StatusDocument.Held held = (status != null) ? status.value().held().get(shard) : null;
		String quarantined = (status != null) ? status.value().quarantined().get(shard) : null;
		Item item = this.state.item(owner.participantId(), shard);
		String stage = stage(item, (held != null && held.epoch() == owner.epoch()) ? held.stage() : null);
		double load = (held == null || held.load().isEmpty()) ? 0 : held.load().value();
		return new ShardInfo(shard, owner.participantId(), owner.epoch(), stage, load, standbys,
				(quarantined != null) ? quarantined : reason);
	}

	/** What the controller says, with what the handler said. */
	private static String together(String reason, String failed) {
		String said = failed.substring(failed.indexOf(": ") + 2);
		return reason.isEmpty() ? failed : reason.contains(said) ? reason : reason + "; " + failed;
	}

	/** Who has a copy that can be read. */
	private List<String> standbys(String shard) {
		return this.state.index()
			.participants(shard)
			.stream()
			.filter((participant) -> Standbys.isReady(this.state, shard, participant))
			.toList();
	}

	/** Why a live participant does not want a shard, if there is one. */
	private @Nullable String failure(String shard) {
		for (Map.Entry<String, Versioned<StatusDocument>> entry : this.state.statuses().entrySet()) {
			String reason = entry.getValue().value().quarantined().get(shard);
			if (reason != null
					&& entry.getValue().value().incarnation().equals(this.state.incarnation(entry.getKey()))) {
				return "quarantined on participant '" + entry.getKey() + "': " + reason;
			}
		}
		return null;
	}

	private static String stage(@Nullable Item item, StatusDocument.@Nullable Stage stage) {
		if (item != null && item.mark() == Mark.DROP || stage == StatusDocument.Stage.DROPPING) {
			return "DROPPING";
		}
		if (stage == StatusDocument.Stage.FAILED) {
			return "QUARANTINED";
		}
		return (stage == StatusDocument.Stage.HELD) ? "HELD" : "ADDING";
	}

}
