package dev.sm.benchmarks.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real process of the sample application, at a site of its own.
 */
final class Participant implements AutoCloseable {

	private final String id;

	private final int port = Ports.free();

	private final int raftPort = Ports.free();

	private final Testbed bed;

	private final Site site;

	private final Clocks clocks;

	private final List<String> arguments = new ArrayList<>();

	private final Path directory;

	private final Recorder recorder;

	private final ServerProcess process;

	private Path jar;

	private int starts;

	private volatile Life life;

	Participant(String id, Testbed bed, Path directory) {
		this.id = id;
		this.bed = bed;
		this.site = bed.network.site(id);
		this.clocks = bed.clocks;
		this.directory = directory;
		this.recorder = bed.recorder;
		this.process = new ServerProcess(id, directory);
		this.life = new Life(id, directory.resolve("none"));
		Options options = bed.options;
		this.jar = options.jar();
		this.arguments.addAll(List.of("--server.port=" + this.port, "--server.address=" + this.site.host(),
				"--sample.import=none", "--sm.routing.forward.owner-wait=3s", "--sm.routing.forward.tell-owner=true",
				"--sm.participant.id=" + id, "--sm.coordination.prefix=/chaos",
				"--sm.coordination.session-ttl=" + options.ttl().toSeconds() + "s",
				"--sm.shards.count=" + options.shards(), "--sm.shards.ownership=" + options.ownership(),
				"--sm.participant.stop-delay=" + options.stopDelay().toSeconds() + "s",
				"--sm.balance.recovery-grace=" + options.recoveryGrace().toSeconds() + "s",
				"--management.endpoint.shards.access=unrestricted",
				"--management.endpoint.migration.access=unrestricted", "--spring.jmx.enabled=false"));
		this.arguments.addAll(bed.etcd.arguments(this.site));
		for (int node = 0; node < bed.redis().size(); node++) {
			this.arguments.add("--sm.cache.pools.default.nodes.n" + node + ".url=redis://" + bed.redis().get(node));
		}
	}

	/** Chooses the application that is run from the next start on. */
	void run(Path jar) {
		this.jar = jar;
	}

	void start() {
		this.starts++;
		Life next = new Life(this.id + "#" + this.starts,
				this.directory.resolve(this.id + "-" + this.starts + ".events"));
		// small and quick to start: there are several of them on one machine
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=" + (this.bed.options.jvm().equals("quick") ? 1 : 4),
						"-jar", this.jar.toAbsolutePath().toString()));
		command.addAll(this.arguments);
		command.add("--sample.events=" + next.events());
		if (this.bed.options.raft()) {
			command.addAll(this.bed.raft.arguments(this));
		}
		this.process.start(this.site.within(this.clocks.within(this.id, command)));
		this.recorder.watch(next);
		this.life = next;
	}

	/** Ends the process at once. */
	void kill() {
		this.life.harmed = true;
		this.process.kill();
		this.recorder.ended(this.life);
	}

	/** Lets the process end in its own time. */
	void stop() {
		this.process.terminate(60);
		this.recorder.ended(this.life);
	}

	ServerProcess process() {
		return this.process;
	}

	Site site() {
		return this.site;
	}

	Life life() {
		return this.life;
	}

	String id() {
		return this.id;
	}

	/** Where it listens as a member of a Raft group. */
	int raftPort() {
		return this.raftPort;
	}

	/** Host and port of its web server. */
	String server() {
		return this.site.host() + ":" + this.port;
	}

	@Override
	public void close() {
		this.process.close();
	}

	@Override
	public String toString() {
		return this.id;
	}

}
