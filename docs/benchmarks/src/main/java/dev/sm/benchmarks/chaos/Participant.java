package dev.sm.benchmarks.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real process of the sample application, with its own way to the store.
 */
final class Participant implements AutoCloseable {

	private final String id;

	private final int port = Ports.free();

	private final Network network = new Network();

	private final List<String> command = new ArrayList<>();

	private final Path directory;

	private final Recorder recorder;

	private final ServerProcess process;

	private int starts;

	private volatile Life life;

	Participant(String id, Options options, Etcd etcd, List<Integer> redis, Path directory, Recorder recorder) {
		this.id = id;
		this.directory = directory;
		this.recorder = recorder;
		this.process = new ServerProcess(id, directory);
		this.life = new Life(id, directory.resolve("none"));
		// small and quick to start: there are several of them on one machine
		this.command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", options.jar().toAbsolutePath().toString(),
				"--server.port=" + this.port, "--sample.import=none", "--sample.owner-wait=3s",
				"--sm.participant.id=" + id, "--sm.coordination.type=etcd", "--sm.coordination.prefix=/chaos",
				"--sm.coordination.session-ttl=" + options.ttl().toSeconds() + "s",
				"--sm.shards.count=" + options.shards(), "--sm.shards.ownership=" + options.ownership(),
				"--spring.jmx.enabled=false"));
		for (int member = 0; member < etcd.members().size(); member++) {
			this.command.add("--sm.coordination.etcd.endpoints[" + member + "]=http://127.0.0.1:"
					+ this.network.wayTo(etcd.members().get(member).clientPort()));
		}
		for (int node = 0; node < redis.size(); node++) {
			this.command.add("--sm.cache.pools.default.nodes.n" + node + ".url=redis://127.0.0.1:" + redis.get(node));
		}
	}

	void start() {
		this.starts++;
		Life next = new Life(this.id + "#" + this.starts,
				this.directory.resolve(this.id + "-" + this.starts + ".events"));
		List<String> command = new ArrayList<>(this.command);
		command.add("--sample.events=" + next.events());
		this.process.start(command);
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

	Network network() {
		return this.network;
	}

	Life life() {
		return this.life;
	}

	String id() {
		return this.id;
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.close();
		this.network.close();
	}

	@Override
	public String toString() {
		return this.id;
	}

}
