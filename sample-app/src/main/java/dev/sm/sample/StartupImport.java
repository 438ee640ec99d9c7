package dev.sm.sample;

import java.io.IOException;
import java.io.InputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Imports on start and tells what there is.
 */
@Component
class StartupImport implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(StartupImport.class);

	private final SampleProperties properties;

	private final Importer importer;

	private final Summaries summaries;

	StartupImport(SampleProperties properties, Importer importer, Summaries summaries) {
		this.properties = properties;
		this.importer = importer;
		this.summaries = summaries;
	}

	@Override
	public void run(ApplicationArguments args) throws IOException {
		if (this.properties.source().equals("none")) {
			return;
		}
		Resource source = ApplicationResourceLoader.get(new DefaultResourceLoader(), true)
			.getResource(this.properties.source());
		logger.info("Importing {}", source.getDescription());
		try (InputStream lines = source.getInputStream()) {
			ImportResult result = this.importer.importLines(lines, (read) -> logger.info("  {} lines", read));
			logger.info("Imported {} lines with a total of {}, {} rejected", result.lines(), result.total(),
					result.rejected().size());
		}
		Summary summary = this.summaries.everywhere(10);
		logger.info("The ten largest of {} names:", summary.names());
		summary.top().forEach((count) -> logger.info("  {} {}", String.format("%,15d", count.count()), count.name()));
		logger.info("{} names with a total of {}{}", summary.names(), summary.total(),
				this.summaries.isComplete(summary) ? "" : " (some shards are not counted)");
	}

}
