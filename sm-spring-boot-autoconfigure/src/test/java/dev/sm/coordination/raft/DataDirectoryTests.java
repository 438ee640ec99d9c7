package dev.sm.coordination.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DataDirectoryTests {

	private static final List<MemberAddress> PEERS = MemberAddress.all("peers", List.of("a:1", "b:1", "c:1"));

	private static final MemberAddress SELF = PEERS.get(0);

	@TempDir
	Path folder;

	@Test
	void remembersTheGroup() throws IOException {
		join();
		try (DataDirectory again = DataDirectory.open(this.folder, SELF, PEERS)) {
			assertThat(again.membership())
				.isEqualTo(new DataDirectory.Membership(Formation.groupOf(PEERS), true, PEERS));
		}
	}

	@Test
	void refusesTheFolderOfAnotherMember() throws IOException {
		join();
		refuses(PEERS.get(1), PEERS, "belongs to another member: 'a_1', not 'b_1'");
	}

	@Test
	void refusesTheFolderOfAnotherGroup() throws IOException {
		join();
		refuses(SELF, MemberAddress.all("peers", List.of("a:1", "x:1", "y:1")), "belongs to another group");
	}

	@Test
	void takesTheFolderWhenSomePeersHaveChanged() throws IOException {
		join();
		DataDirectory.open(this.folder, SELF, MemberAddress.all("peers", List.of("a:1", "b:1", "x:1"))).close();
	}

	@Test
	void refusesAnotherFormat() throws IOException {
		Files.writeString(this.folder.resolve("member.properties"), "format=1\nmember=a_1");
		refuses(SELF, PEERS, "belongs to another format: '1', not '2'");
		Files.writeString(this.folder.resolve("member.properties"), "format=2\nmember=a_1\ngroup=nonsense");
		refuses(SELF, PEERS, "cannot be read");
		Files.delete(this.folder.resolve("member.properties"));
		Files.writeString(this.folder.resolve("notes.txt"), "mine");
		refuses(SELF, PEERS, "is neither empty nor of this format: it holds [notes.txt]");
	}

	@Test
	void refusesAFolderInUse() {
		try (DataDirectory inUse = DataDirectory.open(this.folder, SELF, PEERS)) {
			assertThat(inUse.membership()).isNull();
			refuses(SELF, PEERS, "is in use by this program already");
		}
		DataDirectory.open(this.folder, SELF, PEERS).close();
	}

	@Test
	void refusesWhatIsNoFolder() throws IOException {
		Path file = Files.writeString(this.folder.resolve("file"), "");
		assertThatExceptionOfType(RaftCoordinationStore.RefusedException.class)
			.isThrownBy(() -> DataDirectory.open(file, SELF, PEERS))
			.withMessageContaining("cannot be written");
	}

	private void join() throws IOException {
		try (DataDirectory directory = DataDirectory.open(this.folder, SELF, PEERS)) {
			directory.join(new DataDirectory.Membership(Formation.groupOf(PEERS), true, PEERS), SELF);
		}
	}

	private void refuses(MemberAddress self, List<MemberAddress> peers, String reason) {
		assertThatExceptionOfType(RaftCoordinationStore.RefusedException.class)
			.isThrownBy(() -> DataDirectory.open(this.folder, self, peers))
			.withMessageContaining(reason)
			.withMessageContaining(this.folder.toString());
	}

}
