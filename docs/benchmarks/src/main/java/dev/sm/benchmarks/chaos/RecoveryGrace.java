package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Kills one participant after the other and starts it again at once, with
 * {@code recovery-grace}: it must find its shards where they were, and nobody else's may
 * move. {@code --kills=N} (10), and the options of {@link Chaos} that say how large the
 * cluster is. The exit code is 1 if a shard has moved.
 */
public final class RecoveryGrace {

	private final Testbed bed;

	private final Http http = new Http(Duration.ofSeconds(5));

	private RecoveryGrace(Testbed bed) {
		this.bed = bed;
	}

	public static void main(String[] args) throws IOException {
		List<String> rest = new ArrayList<>(
				List.of("--network=proxies", "--clocks=false", "--ttl=2", "--recovery-grace=60"));
		int kills = 10;
		for (String arg : args) {
			if (arg.startsWith("--kills=")) {
				kills = Integer.parseInt(arg.substring("--kills=".length()));
			}
			else {
				rest.add(arg);
			}
		}
		Report report = new Report("");
		try (Testbed bed = Testbed.start(Options.parse(rest.toArray(String[]::new)), report)) {
			new RecoveryGrace(bed).run(kills);
		}
		System.exit(report.violations().isEmpty() ? 0 : 1);
	}

	private void run(int kills) throws IOException {
		List<Long> times = new ArrayList<>();
		for (int kill = 0; kill < kills; kill++) {
			Participant victim = this.bed.participants.get(kill % this.bed.participants.size());
			Participant witness = this.bed.participants.get((kill + 1) % this.bed.participants.size());
			Map<String, Owner> before = owners(witness);
			long begun = System.nanoTime();
			victim.kill();
			victim.start();
			this.bed.awaitSettled();
			times.add(System.nanoTime() - begun);
			Map<String, Owner> after = owners(witness);
			compare(victim, before, after);
			this.bed.report.line("%s was killed and is back after %.1f s with %d shards", victim, times.get(kill) / 1e9,
					after.values().stream().filter((owner) -> owner.id().equals(victim.id())).count());
		}
		this.bed.report.line("%d kills, %d shards that moved; from the kill to even shares: %s", kills,
				this.bed.report.violations().size(), Report.summary(times));
	}

	private void compare(Participant victim, Map<String, Owner> before, Map<String, Owner> after) {
		before.forEach((shard, owner) -> {
			Owner now = after.get(shard);
			boolean right = now != null && now.id().equals(owner.id())
					&& (owner.id().equals(victim.id()) ? now.epoch() > owner.epoch() : now.epoch() == owner.epoch());
			if (!right) {
				this.bed.report.violation("recovery-grace", "shard " + shard + " has moved",
						List.of("from " + owner + " to " + now));
			}
		});
	}

	private Map<String, Owner> owners(Participant witness) throws IOException {
		return this.http.get(witness.server(), "/actuator/shards/sample?offset=0&limit=1000")
			.path("shards")
			.valueStream()
			.collect(Collectors.toMap((shard) -> shard.path("id").asString(),
					(shard) -> new Owner(shard.path("owner").asString(""), shard.path("epoch").asLong()), (a, b) -> a,
					TreeMap::new));
	}

	/**
	 * Who owns a shard.
	 *
	 * @param id a participant
	 * @param epoch since when
	 */
	record Owner(String id, long epoch) {

	}

}
