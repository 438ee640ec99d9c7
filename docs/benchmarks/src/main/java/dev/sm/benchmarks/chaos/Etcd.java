package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

/**
 * A real etcd with one member or three.
 */
class Etcd implements AutoCloseable {

	private final Path directory;

	private final List<Member> members = new ArrayList<>();

	private final Http http = new Http(Duration.ofSeconds(1));

	Etcd(int size, Network network, Path directory) {
		this.directory = directory;
		for (int member = 0; member < size; member++) {
			this.members.add(new Member("etcd" + member, network.site("etcd" + member), Ports.free(), Ports.free(),
					new ServerProcess("etcd" + member, directory)));
		}
	}

	void start() {
		this.members.forEach(this::start);
		awaitHealthy();
	}

	void start(Member member) {
		String client = "http://" + member.server();
		String peer = "http://" + member.peer();
		member.process.start(member.site.within(List.of("etcd", "--name", member.name, "--data-dir",
				directory(member).toString(), "--listen-client-urls", client, "--advertise-client-urls", client,
				"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster",
				this.members.stream()
					.map((each) -> each.name + "=http://" + each.peer())
					.collect(Collectors.joining(",")),
				"--logger", "zap", "--log-level", "warn")));
	}

	void awaitHealthy() {
		Waits.until("etcd is healthy", Duration.ofSeconds(60), () -> this.members.stream().allMatch(this::healthy));
	}

	boolean healthy(Member member) {
		try {
			return this.http.get(member.server(), "/health").path("health").asString("").equals("true");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Forgets everything; for members that do not run. */
	void wipe() {
		this.members.forEach((member) -> FileSystemUtils.deleteRecursively(directory(member).toFile()));
	}

	private Path directory(Member member) {
		return this.directory.resolve(member.name);
	}

	/**
	 * What a participant is told of the store.
	 * @param site where the participant is
	 * @return arguments of the command line; none without members
	 */
	List<String> arguments(Site site) {
		List<String> arguments = new ArrayList<>();
		if (!this.members.isEmpty()) {
			arguments.add("--sm.coordination.type=etcd");
		}
		for (int member = 0; member < this.members.size(); member++) {
			arguments.add("--sm.coordination.etcd.endpoints[" + member + "]=http://"
					+ site.wayTo(this.members.get(member).site(), this.members.get(member).clientPort()));
		}
		return arguments;
	}

	List<Member> members() {
		return this.members;
	}

	Member leader() {
		for (Member member : this.members) {
			try {
				JsonNode status = this.http.post(member.server(), "/v3/maintenance/status", "{}");
				if (status.path("leader").equals(status.path("header").path("member_id"))) {
					return member;
				}
			}
			catch (IOException ex) {
				// not this one
			}
		}
		throw new IllegalStateException("etcd has no leader");
	}

	@Override
	public void close() {
		this.members.forEach((member) -> member.process.close());
	}

	/** Where all members are. */
	List<Site> sites() {
		return this.members.stream().map(Member::site).toList();
	}

	/** Where all members but one are. */
	List<Site> sitesWithout(Member member) {
		return sites().stream().filter((site) -> site != member.site).toList();
	}

	record Member(String name, Site site, int clientPort, int peerPort, ServerProcess process) {

		String server() {
			return this.site.host() + ":" + this.clientPort;
		}

		String peer() {
			return this.site.host() + ":" + this.peerPort;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
