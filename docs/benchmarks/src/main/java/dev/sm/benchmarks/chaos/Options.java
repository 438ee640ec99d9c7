package dev.sm.benchmarks.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param participants how many processes share the shards, 2 to 9
 * @param coordination the store: etcd, or raft for one that the participants are
 * @param etcd how many members etcd has: 1 or 3
 * @param redis how many Redis servers the pool has, 1 to 9
 * @param shards how many shards there are
 * @param ttl the time to live of sessions
 * @param minutes how long faults are injected
 * @param failover how often a process is killed instead; 0 for faults of all kinds
 * @param victim who is killed then: any, or with raft leader or follower
 * @param seed chooses the faults
 * @param bound what a recovery may take at most
 * @param settle what starts may take until shares are even
 * @param ownership the mode: exclusive, or affinity to see that violations of O1 are seen
 * @param network how processes are connected: namespaces, proxies, or auto
 * @param clocks whether clocks are stepped: true, false, or auto
 * @param faults the names of the faults to inject, if not all
 * @param log where each injection is written to as a line of JSON; empty for nowhere
 * @param jar the sample application
 * @param jvm how the sample's JVMs compile: quick (soon, and little) or full
 * @param stopDelay how long participants go on after they are not ready any more
 * @param recoveryGrace how long a lost participant is waited for
 * @param keep whether the logs are left behind
 */
record Options(int participants, String coordination, int etcd, int redis, int shards, Duration ttl, int minutes,
		int failover, String victim, long seed, Duration bound, Duration settle, String ownership, String network,
		String clocks, Set<String> faults, String log, Path jar, String jvm, Duration stopDelay, Duration recoveryGrace,
		boolean keep) {

	private static final Set<String> NAMES = Set.of("participants", "coordination", "etcd", "redis", "shards", "ttl",
			"minutes", "failover", "victim", "seed", "bound", "settle", "ownership", "network", "clocks", "faults",
			"log", "jar", "jvm", "stop-delay", "recovery-grace", "keep");

	Options {
		check(participants >= 2 && participants <= 9,
				"--participants must be between 2 and 9 (was " + participants + ")");
		check(etcd == 1 || etcd == 3, "--etcd must be 1 or 3 (was " + etcd + ")");
		check(redis >= 1 && redis <= 9, "--redis must be between 1 and 9 (was " + redis + ")");
		check(shards >= participants, "--shards must be at least --participants (was " + shards + ")");
		check("coordination", coordination, "etcd", "raft", "consul");
		check(!coordination.equals("consul") || (etcd == 1 && network.equals("proxies")),
				"--coordination=consul has one server, on loopback: --etcd must be 1 and --network proxies");
		check("victim", victim, "any", "leader", "follower");
		check("ownership", ownership, "exclusive", "affinity");
		check("network", network, "auto", "namespaces", "proxies");
		check("clocks", clocks, "auto", "true", "false");
		check("jvm", jvm, "quick", "full");
		check(ttl.toSeconds() >= 2, "--ttl must be at least 2 seconds (was " + ttl.toSeconds() + ")");
		check(Files.isReadable(jar), "there is no " + jar + ": build the sample first, or name it with --jar");
	}

	static Options parse(String[] args) {
		Map<String, String> values = new HashMap<>();
		for (String arg : args) {
			String[] parts = arg.split("=", 2);
			String name = parts[0].replaceFirst("^--", "");
			check(parts.length == 2 && NAMES.contains(name),
					"'" + arg + "' is no option: use --NAME=VALUE with one of " + NAMES);
			values.put(name, parts[1]);
		}
		int ttl = number(values, "ttl", 2);
		return new Options(number(values, "participants", 3), values.getOrDefault("coordination", "etcd"),
				number(values, "etcd", 1), number(values, "redis", 2), number(values, "shards", 64),
				Duration.ofSeconds(ttl), number(values, "minutes", 5), number(values, "failover", 0),
				values.getOrDefault("victim", "any"),
				Long.parseLong(values.getOrDefault("seed", "" + System.nanoTime())),
				Duration.ofSeconds(number(values, "bound", 2 * ttl + 6)),
				Duration.ofSeconds(number(values, "settle", 180)), values.getOrDefault("ownership", "exclusive"),
				values.getOrDefault("network", "auto"), values.getOrDefault("clocks", "auto"),
				faults(values.get("faults")), values.getOrDefault("log", ""),
				Path.of(values.getOrDefault("jar", "sample-app/target/sample-app.jar")),
				values.getOrDefault("jvm", "quick"), Duration.ofSeconds(number(values, "stop-delay", 0)),
				Duration.ofSeconds(number(values, "recovery-grace", 0)),
				Boolean.parseBoolean(values.getOrDefault("keep", "false")));
	}

	boolean raft() {
		return this.coordination.equals("raft");
	}

	private static Set<String> faults(@Nullable String value) {
		Set<String> all = Arrays.stream(Fault.values()).map(Fault::name).collect(Collectors.toSet());
		Set<String> faults = (value != null) ? Set.of(value.split(",")) : all;
		check(all.containsAll(faults), "--faults must be some of " + all + " (was " + value + ")");
		return faults;
	}

	private static int number(Map<String, String> values, String name, int byDefault) {
		String value = values.get(name);
		check(value == null || value.matches("\\d{1,9}"), "--" + name + " must be a whole number (was " + value + ")");
		return (value != null) ? Integer.parseInt(value) : byDefault;
	}

	private static void check(String name, String value, String... choices) {
		check(Set.of(choices).contains(value),
				"--" + name + " must be one of " + String.join(", ", choices) + " (was " + value + ")");
	}

	private static void check(boolean right, String message) {
		if (!right) {
			throw new IllegalArgumentException(message);
		}
	}

}
