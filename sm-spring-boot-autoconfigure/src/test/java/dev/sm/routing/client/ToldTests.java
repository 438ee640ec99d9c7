package dev.sm.routing.client;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an answer may tell a client of owners.
 */
class ToldTests {

	@ParameterizedTest
	@CsvSource({ "http://a:1, http://b:1, true", "http://a:1, https://b:1, true", "https://a:1, https://b:1, true",
			"https://a:1, http://b:1, false", "http://a:1, file://b/c, false", "http://a:1, b:1, false",
			"http://a:1, //b:1, false", "http://a:1, http:b, false", "http://a:1, nonsense, false" })
	void anOwnerIsAtAnAddressThatIsAsSafe(String asked, String told, boolean taken) {
		LearningOwners owners = new LearningOwners(List.of(URI.create("http://seed:1")));
		HttpHeaders headers = new HttpHeaders();
		headers.set("Sm-Shard", "7");
		headers.set("Sm-Owner", told);
		headers.set("Sm-Epoch", "3");
		Told.learn(headers, URI.create(asked), owners);
		assertThat(owners.targets("7", false).get(0).toString()).isEqualTo(taken ? told : "http://seed:1");
	}

}
