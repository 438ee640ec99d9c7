package dev.sm.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientLibraryTests {

	@ParameterizedTest
	@CsvSource({ "ETCD, io.etcd:jetcd-grpc", "RAFT, org.apache.ratis:ratis-server",
			"CONSUL, org.springframework.cloud:spring-cloud-starter-consul-discovery" })
	void tellsWhatToAdd(CoordinationType type, String coordinates) {
		MissingClientException missing = ClientLibrary.of(type).missing("sm.coordination.type", "x");
		assertThat(missing.getCoordinates()).contains(coordinates);
		assertThat(missing.getAction()).contains(coordinates);
	}

}
