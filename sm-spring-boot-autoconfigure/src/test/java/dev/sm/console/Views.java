package dev.sm.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.cache.PoolDescription;
import dev.sm.cache.PoolDescription.NodeInfo;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;

/** Views for tests. */
final class Views {

	private Views() {
	}

	static ConsoleView of(ServiceDescription... services) {
		Map<String, ServiceDescription> all = new java.util.HashMap<>();
		for (ServiceDescription service : services) {
			all.put(service.service(), service);
		}
		return new ConsoleView(all, Map.of(), Map.of(), null);
	}

	static ServiceDescription service(long generation, ShardInfo... shards) {
		return new ServiceDescription("orders", generation, "p1",
				List.of(participant("p1", "a"), participant("p2", "b")), List.of(shards));
	}

	static ParticipantInfo participant(String id, String zone) {
		return new ParticipantInfo(id, "http://127.0.0.1:8080", zone, 1, "ACTIVE", 0, 1);
	}

	static ShardInfo held(String id, String owner, long epoch) {
		return new ShardInfo(id, owner, epoch, "HELD", 0, List.of(), "");
	}

	/** A cluster in which every text is the same one. */
	static ConsoleView saying(String text, int turn) {
		List<ParticipantInfo> participants = List.of(new ParticipantInfo(text, text, text, 1, text, 0, 2),
				participant("p2", text));
		List<ShardInfo> shards = List.of(
				new ShardInfo(text, (turn % 2 == 0) ? text : "p2", turn + 1, "HELD", 0, List.of(text), text),
				new ShardInfo(text + "2", text, 1, "QUARANTINED", 0, List.of(), text),
				new ShardInfo(text + "3", null, 1, "UNPLACED", 0, List.of(), text));
		PoolDescription pool = new PoolDescription(text, text,
				List.of(new NodeInfo(text, 100, 0.5, true, NodeState.SERVING),
						new NodeInfo(text + "2", 100, 0.5, false, NodeState.LEFT_ALONE)),
				0.5);
		MigrationStatus migration = new MigrationStatus("RUN", MigrationMode.ACTIVE, Map.of(text, 100),
				Map.of(text, 100, text + "2", 100), 1L, 2L, 0.5, java.time.Instant.ofEpochMilli(1_700_000_000_000L));
		return new ConsoleView(Map.of(text, new ServiceDescription(text, turn, text, participants, shards)),
				Map.of(text, pool), Map.of(text, migration), null);
	}

	/** A large cluster; the turn says who owns the first shards. */
	static ConsoleView large(int participants, int shards, int turn) {
		List<ParticipantInfo> infos = new ArrayList<>();
		for (int p = 0; p < participants; p++) {
			infos.add(new ParticipantInfo("worker-" + p, "http://10.0.0.1:8080", "zone-" + (p % 3), 1,
					(p % 97 == 96) ? "DRAINING" : "ACTIVE", p, shards / participants));
		}
		List<ShardInfo> all = new ArrayList<>();
		for (int s = 0; s < shards; s++) {
			int owner = (s < 50) ? (s + turn) % participants : s % participants;
			String state = (s % 1000 == 7) ? "QUARANTINED"
					: (s % 500 == 3) ? "DROPPING" : (s % 400 == 2) ? "ADDING" : "HELD";
			all.add(new ShardInfo(Integer.toString(s), "worker-" + owner, turn + 1, state, s % 10, List.of(),
					state.equals("QUARANTINED") ? "its handler failed: no space left on device" : ""));
		}
		PoolDescription pool = new PoolDescription("default", "weighted",
				List.of(new NodeInfo("n1", 100, 0.3, true, NodeState.SERVING),
						new NodeInfo("n2", 100, 0.3, true, NodeState.SERVING),
						new NodeInfo("n3", 100, 0.4, false, NodeState.LEFT_ALONE),
						new NodeInfo("n4", 0, 0, true, NodeState.SERVING)),
				0.4);
		MigrationStatus migration = new MigrationStatus("RUN", MigrationMode.ACTIVE,
				Map.of("n1", 100, "n2", 100, "n3", 100), Map.of("n1", 100, "n2", 100, "n3", 100, "n4", 100),
				1000L * (turn + 1), 100_000L - 1000L * (turn + 1), 0.25,
				java.time.Instant.ofEpochMilli(1_700_000_000_000L));
		return new ConsoleView(Map.of("devices", new ServiceDescription("devices", turn, "worker-0", infos, all)),
				Map.of("default", pool), Map.of("default", migration), null);
	}

}
