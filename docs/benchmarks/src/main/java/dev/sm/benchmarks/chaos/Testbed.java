package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Everything that is started. Closing it, once or more often, ends it all.
 */
final class Testbed implements AutoCloseable {

	private static final Duration STARTS = Duration.ofMinutes(10);

	final Options options;

	final Report report;

	final Recorder recorder;

	final Network network;

	final Clocks clocks;

	final Etcd etcd;

	final RaftGroup raft;

	final List<Participant> participants = new ArrayList<>();

	private final List<ServerProcess> redisServers = new ArrayList<>();

	private final List<String> redis = new ArrayList<>();

	private final Path directory;

	private final Http http = new Http(Duration.ofSeconds(5));

	private volatile boolean closed;

	private Testbed(Options options, Report report) throws IOException {
		this.options = options;
		this.report = report;
		this.directory = Files.createTempDirectory("sm-chaos-");
		this.recorder = new Recorder(options.shards(), report);
		this.clocks = new Clocks(options, this.directory, report);
		this.network = Network.of(options, report);
		this.etcd = options.coordination().equals("consul") ? new Consul(this.network, this.directory)
				: new Etcd(options.raft() ? 0 : options.etcd(), this.network, this.directory);
		this.raft = new RaftGroup(this, this.directory);
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	static Testbed start(Options options, Report report) throws IOException {
		Testbed bed = new Testbed(options, report);
		bed.etcd.start();
		bed.startRedis();
		for (int number = 1; number <= options.participants(); number++) {
			Participant participant = new Participant("p" + number, bed, bed.directory);
			bed.participants.add(participant);
		}
		if (options.raft()) {
			bed.participants.forEach(bed.raft::prepare);
		}
		bed.participants.forEach(Participant::start);
		Thread reader = new Thread(bed::read, "recorder");
		reader.setDaemon(true);
		reader.start();
		bed.awaitSettled();
		return bed;
	}

	private void startRedis() {
		for (int node = 0; node < this.options.redis(); node++) {
			int port = Ports.free();
			ServerProcess server = new ServerProcess("redis" + node, this.directory);
			server.start(List.of("redis-server", "--port", "" + port, "--bind", this.network.host(), "--protected-mode",
					"no", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--dir",
					this.directory.toString()));
			this.redisServers.add(server);
			this.redis.add(this.network.host() + ":" + port);
		}
	}

	/** Host and port of each Redis server. */
	List<String> redis() {
		return this.redis;
	}

	List<ServerProcess> redisServers() {
		return this.redisServers;
	}

	private void read() {
		while (!this.closed) {
			this.recorder.poll();
			Waits.sleep(10);
		}
	}

	/** Waits until all participants run and hold their even share. */
	/**
	 * What a JVM takes to start on a busy machine is no fault of who shares out shards.
	 */
	void awaitSettled(Duration atMost) {
		Waits.isTrue(STARTS,
				() -> this.participants.stream().filter((each) -> each.process().running()).allMatch(this::answers));
		if (!Waits.isTrue(atMost, this.recorder::settled)) {
			this.report.violation("O3", "shares are not even after " + atMost.toSeconds() + " s",
					List.of(this.recorder.state()));
		}
	}

	private boolean answers(Participant participant) {
		try {
			return this.http.status(participant.server(), "/actuator/health/liveness") == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	void awaitSettled() {
		awaitSettled(this.options.settle());
	}

	/** Where the members of the store are that a participant has to reach. */
	List<Site> storeFor(Participant participant) {
		return this.options.raft()
				? this.participants.stream().filter((other) -> other != participant).map(Participant::site).toList()
				: this.etcd.sites();
	}

	Participant any(Random random) {
		return this.participants.get(random.nextInt(this.participants.size()));
	}

	/** The participant that plans at present. */
	Participant controller() {
		for (Participant asked : this.participants) {
			try {
				JsonNode answer = this.http.get(asked.server(), "/actuator/shards");
				String id = answer.path("services").path("sample").path("controller").asString("");
				for (Participant participant : this.participants) {
					if (participant.id().equals(id)) {
						return participant;
					}
				}
			}
			catch (IOException ex) {
				// ask the next one
			}
		}
		throw new IllegalStateException("nobody knows a controller");
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.participants.forEach(Participant::close);
		this.redisServers.forEach(ServerProcess::close);
		this.etcd.close();
		this.raft.close();
		this.network.close();
		if (this.options.keep() || !this.report.violations().isEmpty()) {
			this.report.line("logs and events are in %s", this.directory);
		}
		else {
			FileSystemUtils.deleteRecursively(this.directory.toFile());
		}
	}

}
