package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * The Raft group that the participants form among themselves, each with a disk of its own
 * if file systems can be mounted here.
 */
final class RaftGroup implements AutoCloseable {

	static final String TOKEN = "chaos";

	private static final String DISK = "48m";

	private final Testbed bed;

	private final Path directory;

	private final List<Path> mounted = new ArrayList<>();

	private final KeyTraffic traffic;

	RaftGroup(Testbed bed, Path directory) {
		this.bed = bed;
		this.directory = directory;
		this.traffic = new KeyTraffic(bed);
	}

	void prepare(Participant participant) {
		Path disk = disk(participant);
		try {
			Files.createDirectories(disk);
			Commands.run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString());
			this.mounted.add(disk);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (IllegalStateException ex) {
			this.bed.report.line("no disk can be full here: %s", ex);
		}
	}

	List<String> arguments(Participant participant) {
		return List.of("--sm.coordination.type=raft", "--sm.coordination.raft.address=" + address(participant),
				"--sm.coordination.raft.peers="
						+ this.bed.participants.stream().map(RaftGroup::address).collect(Collectors.joining(",")),
				"--sm.coordination.raft.data-dir=" + disk(participant).resolve("data"),
				"--sm.coordination.raft.insecure=true", "--sm.coordination.raft.http.enabled=true",
				"--sm.coordination.raft.http.token=" + TOKEN);
	}

	private static String address(Participant participant) {
		return participant.site().host() + ":" + participant.raftPort();
	}

	private Path disk(Participant participant) {
		return this.directory.resolve("disk-" + participant.id());
	}

	boolean hasDisks() {
		return !this.mounted.isEmpty();
	}

	KeyTraffic traffic() {
		return this.traffic;
	}

	/** The participant that leads at present. */
	Participant leader() {
		AtomicReference<@Nullable Participant> leader = new AtomicReference<>();
		Waits.until("there is a leader", Duration.ofSeconds(60), () -> {
			leader.set(askForLeader());
			return leader.get() != null;
		});
		return Objects.requireNonNull(leader.get());
	}

	private @Nullable Participant askForLeader() {
		for (Participant asked : this.bed.participants) {
			try {
				JsonNode answer = this.traffic.http().getWithToken(asked.server(), "/sm/raft", TOKEN);
				String leader = answer.path("leader").asString("");
				for (Participant participant : this.bed.participants) {
					if (address(participant).replace(':', '_').equals(leader)) {
						return participant;
					}
				}
			}
			catch (IOException | RuntimeException ex) {
				// ask the next one
			}
		}
		return null;
	}

	/** Forgets all that a participant that does not run had. */
	void wipe(Participant participant) {
		FileSystemUtils.deleteRecursively(disk(participant).resolve("data").toFile());
	}

	/** Takes all the room there is, and writes until that is felt. */
	void fill(Participant participant) {
		byte[] block = new byte[1 << 12];
		try (OutputStream out = Files.newOutputStream(disk(participant).resolve("filler"))) {
			while (true) {
				out.write(block);
			}
		}
		catch (IOException ex) {
			this.bed.report.line("the disk of %s is full: %s", participant, ex);
		}
		this.traffic.writeMuch(participant);
	}

	void makeRoom(Participant participant) {
		try {
			Files.deleteIfExists(disk(participant).resolve("filler"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A member says so if its copy had what the group did not decide. */
	void checkCopies() {
		for (Participant participant : this.bed.participants) {
			List<String> told = participant.process().told("is taken back after it was applied");
			if (!told.isEmpty()) {
				this.bed.report.violation("agreement", participant + " applied what was not decided", told);
			}
		}
	}

	/** How much is on the disks, for people. */
	String sizes() {
		return this.bed.participants.stream()
			.map((participant) -> participant + " " + size(disk(participant)) / 1024 + " KB")
			.collect(Collectors.joining(", "));
	}

	private static long size(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
		catch (IOException | UncheckedIOException ex) {
			return -1;
		}
	}

	@Override
	public void close() {
		this.traffic.close();
		for (Path disk : this.mounted) {
			try {
				Commands.run("umount", disk.toString());
			}
			catch (IllegalStateException ex) {
				System.err.println(ex.getMessage());
			}
		}
		this.mounted.clear();
	}

}
