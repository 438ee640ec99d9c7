package dev.sm.coordination.raft;

import java.nio.file.Path;

import dev.sm.coordination.CoordinationStore;
import dev.sm.testkit.CoordinationStoreContractTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on a group of one member.
 */
@Timeout(120)
class OneRaftMemberContractTests extends CoordinationStoreContractTests {

	@TempDir
	static Path folder;

	private static RaftMembers members;

	@BeforeAll
	static void startMembers() {
		members = new RaftMembers(folder, 1).startAll().await();
	}

	@AfterAll
	static void stopMembers() {
		members.close();
	}

	@Override
	protected CoordinationStore open() {
		return members.get(0).share();
	}

}
