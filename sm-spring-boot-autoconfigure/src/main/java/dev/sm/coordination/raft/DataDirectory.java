package dev.sm.coordination.raft;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The folder of one member: locked while it is in use, and marked with whose it is, so
 * that it is never used for another member, group or format. Not thread-safe.
 */
final class DataDirectory implements AutoCloseable {

	private static final String FORMAT = "2";

	private static final String MARKER = "member.properties";

	private final Path folder;

	private final FileChannel lockFile;

	private @Nullable Membership membership;

	private DataDirectory(Path folder, FileChannel lockFile) {
		this.folder = folder;
		this.lockFile = lockFile;
	}

	/**
	 * Takes a folder, which is created if there is none.
	 * @param folder the folder
	 * @param self the member that it must belong to
	 * @param configured the members that the configuration names
	 * @return the folder, to be closed
	 */
	static DataDirectory open(Path folder, MemberAddress self, List<MemberAddress> configured) {
		FileChannel lockFile = lock(folder);
		DataDirectory directory = new DataDirectory(folder, lockFile);
		try {
			directory.read(self, configured);
			return directory;
		}
		catch (RuntimeException | Error ex) {
			directory.close();
			throw ex;
		}
	}

	private static FileChannel lock(Path folder) {
		FileChannel file;
		try {
			Files.createDirectories(folder);
			file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw refusal(folder, "cannot be written: " + ex, ex);
		}
		FileLock lock = null;
		try {
			lock = file.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			throw refusal(folder, "is in use by this program already", ex);
		}
		catch (IOException ex) {
			throw refusal(folder, "cannot be locked: " + ex, ex);
		}
		finally {
			if (lock == null) {
				close(file);
			}
		}
		if (lock == null) {
			throw refusal(folder, "is in use by another process", null);
		}
		return file;
	}

	private void read(MemberAddress self, List<MemberAddress> configured) {
		Path marker = this.folder.resolve(MARKER);
		if (!Files.exists(marker)) {
			requireNothingElse();
			return;
		}
		Properties properties = new Properties();
		try (InputStream in = Files.newInputStream(marker)) {
			properties.load(in);
			check("format", properties.getProperty("format"), FORMAT);
			check("member", properties.getProperty("member"), self.id());
			List<MemberAddress> peers = Stream.of(properties.getProperty("peers", "").split(","))
				.filter((peer) -> !peer.isBlank())
				.map((peer) -> MemberAddress.of("peers", peer))
				.toList();
			UUID group = MemberAddress.uuid(properties.getProperty("group", ""));
			requireCommonMember(group, peers, self, configured);
			this.membership = new Membership(group, Boolean.parseBoolean(properties.getProperty("founder")), peers);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw refusal(this.folder, "has a file '" + MARKER + "' that cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void check(String name, @Nullable String found, String expected) {
		if (!expected.equals(found)) {
			throw refusal(this.folder, "belongs to another " + name + ": '" + found + "', not '" + expected + "'",
					null);
		}
	}

	private void requireCommonMember(UUID group, List<MemberAddress> peers, MemberAddress self,
			List<MemberAddress> configured) {
		List<String> others = configured.stream().map(MemberAddress::id).filter((id) -> !id.equals(self.id())).toList();
		List<String> known = peers.stream().map(MemberAddress::id).filter((id) -> !id.equals(self.id())).toList();
		if (!others.isEmpty() && !known.isEmpty() && others.stream().noneMatch(known::contains)) {
			throw refusal(this.folder, "belongs to another group: " + group + " with " + known
					+ ", none of which is among the configured " + others, null);
		}
	}

	private void requireNothingElse() {
		try (Stream<Path> files = Files.list(this.folder)) {
			List<String> strangers = files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals("lock") && !name.equals(MARKER + ".tmp") && !name.equals("lost+found"))
				.sorted()
				.toList();
			if (!strangers.isEmpty()) {
				throw refusal(this.folder, "is neither empty nor of this format: it holds " + strangers, null);
			}
		}
		catch (IOException ex) {
			throw refusal(this.folder, "cannot be read: " + ex, ex);
		}
	}

	/**
	 * Which group this member belongs to.
	 * @return the group, or {@code null} if it belongs to none yet
	 */
	@Nullable Membership membership() {
		return this.membership;
	}

	/**
	 * Keeps which group this member belongs to.
	 * @param membership the group
	 * @param self the member
	 * @throws IOException if it cannot be kept
	 */
	void join(Membership membership, MemberAddress self) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("format", FORMAT);
		properties.setProperty("member", self.id());
		properties.setProperty("group", membership.group().toString());
		properties.setProperty("founder", Boolean.toString(membership.founder()));
		properties.setProperty("peers",
				String.join(",", membership.peers().stream().map(MemberAddress::toString).toList()));
		Path temporary = this.folder.resolve(MARKER + ".tmp");
		try (OutputStream out = Files.newOutputStream(temporary)) {
			properties.store(out, null);
		}
		try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
			written.force(true);
		}
		Files.move(temporary, this.folder.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		this.membership = membership;
	}

	/**
	 * Whether the file is unreadable that says in which term this member has voted for
	 * whom. It is written anew at each vote, which a full disk can spoil.
	 */
	boolean hasLostItsVote() {
		Membership present = this.membership;
		if (present == null) {
			return false;
		}
		Path vote = log().resolve(present.group().toString()).resolve("current").resolve("raft-meta");
		try {
			return Files.exists(vote) && !Files.readString(vote).contains("term=");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Forgets everything, as if the disk were lost.
	 * @throws IOException if something cannot be deleted
	 */
	void forget() throws IOException {
		Files.deleteIfExists(this.folder.resolve(MARKER));
		this.membership = null;
		try (Stream<Path> files = Files.walk(log())) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	/** The other members, as far as this folder tells. */
	List<MemberAddress> peers() {
		return (this.membership != null) ? this.membership.peers() : List.of();
	}

	/** Where Ratis keeps its log. */
	Path log() {
		return this.folder.resolve("log");
	}

	@Override
	public void close() {
		close(this.lockFile);
	}

	private static void close(FileChannel file) {
		try {
			file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RaftCoordinationStore.RefusedException refusal(Path folder, String reason,
			@Nullable Throwable cause) {
		return new RaftCoordinationStore.RefusedException("data folder '" + folder.toAbsolutePath() + "' " + reason,
				cause);
	}

	/**
	 * A group that a member belongs to.
	 *
	 * @param group the id of the group
	 * @param founder whether the group began with this member; if not, the log tells it
	 * who the members are, and until then it takes part in nothing
	 * @param peers the members when it came
	 */
	record Membership(UUID group, boolean founder, List<MemberAddress> peers) {

		Membership {
			peers = List.copyOf(peers);
		}

	}

}
