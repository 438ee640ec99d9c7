package dev.sm.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.routing.web.ShardKey;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What clients see, each request at the owner of its name, and below {@code /internal}
 * what other instances see.
 */
@RestController
class CountController {

	private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

	private static final String NAME = "#{T(dev.sm.sample.Names).ofPath(path())}";

	private final Counts counts;

	private final Summaries summaries;

	private final Importer importer;

	CountController(Counts counts, Summaries summaries, Importer importer) {
		this.counts = counts;
		this.summaries = summaries;
		this.importer = importer;
	}

	@PostMapping("/counts/{*name}")
	@ShardKey(value = NAME, idempotencyKey = IDEMPOTENCY_KEY)
	NamedCount add(HttpServletRequest request, @RequestParam(defaultValue = "1") long by,
			@RequestHeader(name = IDEMPOTENCY_KEY, required = false) @Nullable String idempotencyKey) {
		Count.check("'by'", by, 1);
		if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > 200)) {
			throw new BadInputException("'" + IDEMPOTENCY_KEY + "' must have 1 to 200 characters");
		}
		return this.counts.add(Names.ofPath(request.getRequestURI()), by, idempotencyKey);
	}

	@GetMapping("/counts/{*name}")
	@ShardKey(NAME)
	NamedCount get(HttpServletRequest request) {
		return this.counts.get(Names.ofPath(request.getRequestURI()));
	}

	@GetMapping("/counts")
	Totals totals() {
		Summary everywhere = this.summaries.everywhere(0);
		return new Totals(everywhere.names(), everywhere.total(), this.summaries.isComplete(everywhere));
	}

	@GetMapping("/top")
	List<NamedCount> top(@RequestParam(defaultValue = "10") int n) {
		if (n < 1 || n > 1000) {
			throw new BadInputException("'n' must be between 1 and 1000 (was " + n + ")");
		}
		return this.summaries.everywhere(n).top();
	}

	@PostMapping("/import")
	ImportResult importLines(InputStream lines) throws IOException {
		return this.importer.importLines(lines);
	}

	@GetMapping("/internal/summary")
	Summary summary(@RequestParam int n) {
		return this.summaries.here(n);
	}

	@PutMapping("/internal/shards/{shardId}/bases")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void setBases(@ShardKey(shardId = true) @PathVariable String shardId, @RequestBody Map<String, Long> bases) {
		this.counts.setBases(shardId, new TreeMap<>(bases));
	}

	/**
	 * The answer to {@code GET /counts}.
	 *
	 * @param names how many names there are
	 * @param total the sum of all counts
	 * @param complete whether every shard was counted
	 */
	record Totals(long names, long total, boolean complete) {

	}

}
