package dev.downshift.core.intake;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a bucket that cannot be used. */
final class BlobsUnavailableAnalyzer extends AbstractFailureAnalyzer<BlobsUnavailable> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BlobsUnavailable cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), """
                Check that downshift.blobs.bucket exists, that downshift.blobs.endpoint, .region and .path-style are those of its store, and that the
                credentials (downshift.blobs.access-key and .secret-key, or the environment's) may list it and get, put and delete its objects.
                Without downshift.blobs.bucket raw files are kept in the data folder.""", cause);
    }
}
