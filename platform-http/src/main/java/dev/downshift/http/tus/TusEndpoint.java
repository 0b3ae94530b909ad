package dev.downshift.http.tus;

import dev.downshift.core.NotFound;
import dev.downshift.core.intake.Receipt;
import dev.downshift.core.intake.ResumableUploads;
import dev.downshift.core.intake.Upload;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import me.desair.tus.server.HttpHeader;
import me.desair.tus.server.TusFileUploadService;
import me.desair.tus.server.checksum.ChecksumAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * An address that takes files by tus 1.0, with the extensions creation, creation-defer-length, creation-with-upload, checksum,
 * expiration and termination. The actor of the request is whom the uploads belong to. A complete file is an upload at once: the
 * answer names it in {@value #UPLOAD}.
 */
public final class TusEndpoint {

    /** The id of the upload that a complete file became. */
    public static final String UPLOAD = "Downshift-Upload";
    /** Whether the same bytes had been uploaded before, so that nothing was done. */
    public static final String ALREADY = "Downshift-Already";

    private static final String CONTENT_TYPE = "application/offset+octet-stream";
    private static final int CHECKSUM_MISMATCH = 460;
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final ResumableUploads uploads;
    private final Upload.Source source;
    private final String path;

    /**
     * @param source which way its uploads count as having come
     * @param path where it stands, such as {@code /api/v1/uploads/tus}; an upload is one segment below
     */
    public TusEndpoint(ResumableUploads uploads, Upload.Source source, String path) {
        this.uploads = uploads;
        this.source = source;
        this.path = path;
    }

    /**
     * What the protocol refuses.
     *
     * @param status by the protocol
     * @param message what is wrong, for the developer of a client
     */
    public record Refused(int status, String message) {}

    /**
     * Answers a request to the address, or to an upload below it.
     *
     * @param id the upload's, from the request's path; null for the address itself
     * @return why it was refused; nothing where the answer is complete
     * @throws NotFound for an upload that is not there, or another organization's
     * @throws dev.downshift.core.Refusal where the domain does not allow it
     */
    public Optional<Refused> serve(HttpServletRequest asked, HttpServletResponse response, @Nullable String id) throws IOException {
        HttpServletRequest request = "POST".equals(asked.getMethod()) && id != null ? asked : new OwnMethod(asked);
        UUID upload = id == null ? null : existing(id);
        String length = request.getHeader(HttpHeader.UPLOAD_LENGTH);
        if (length != null && !LENGTH.matcher(length).matches()) {
            return Optional.of(new Refused(HttpServletResponse.SC_BAD_REQUEST, "Upload-Length is no number of bytes of up to 18 digits."));
        }
        response.setHeader(HttpHeader.TUS_RESUMABLE, TusFileUploadService.TUS_API_VERSION);
        boolean withBody = upload == null && isWithBody(request);
        var answer = new RefusalCatcher(response);
        new TusFileUploadService()
                .withUploadUri(path)
                .withUploadLockingService(new Unlocked())
                .withUploadStorageService(new TusStorage(uploads, source, declaredLength(request)))
                .withUploadExpirationPeriod(uploads.unfinishedRetention().toMillis())
                .withMaxUploadSize(uploads.largest())
                .disableTusExtension("concatenation")
                .process(withBody ? new WithoutBody(request) : request, answer);
        if (answer.refused() != null) {
            return Optional.of(Objects.requireNonNull(answer.refused()));
        }
        if ("OPTIONS".equals(request.getMethod())) {
            response.setHeader(HttpHeader.TUS_EXTENSION, response.getHeader(HttpHeader.TUS_EXTENSION) + ",creation-with-upload");
            return Optional.empty();
        }
        UUID current = upload == null ? created(response) : upload;
        Optional<Refused> refused = withBody ? takeBody(current, request, response) : Optional.empty();
        if (refused.isEmpty() && !isDelete(request)) {
            uploads.finish(current).ifPresent(receipt -> tell(receipt, response));
        }
        return refused;
    }

    private UUID existing(String id) {
        try {
            return uploads.get(UUID.fromString(id)).id();
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("upload");
        }
    }

    private static UUID created(HttpServletResponse response) {
        String location = Objects.requireNonNull(response.getHeader(HttpHeader.LOCATION));
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    /** The first bytes, sent with the request that creates the upload. */
    private Optional<Refused> takeBody(UUID upload, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String expected = request.getHeader(HttpHeader.UPLOAD_CHECKSUM);
        ChecksumAlgorithm algorithm = expected == null ? null : ChecksumAlgorithm.forUploadChecksumHeader(expected);
        InputStream body = request.getInputStream();
        DigestInputStream digested = algorithm == null ? null : new DigestInputStream(body, algorithm.getMessageDigest());
        long received = uploads.append(upload, 0, digested == null ? body : digested).received();
        if (body.read() >= 0) {
            uploads.takeBack(upload, 0);
            return Optional.of(new Refused(HttpServletResponse.SC_BAD_REQUEST, "More bytes came than Upload-Length says. None was kept."));
        }
        if (digested != null && !Objects.requireNonNull(expected).endsWith(" " + Base64.getEncoder().encodeToString(digested.getMessageDigest().digest()))) {
            uploads.takeBack(upload, 0);
            return Optional.of(new Refused(CHECKSUM_MISMATCH, "The bytes do not have the checksum that was sent with them."));
        }
        response.setHeader(HttpHeader.UPLOAD_OFFSET, Long.toString(received));
        return Optional.empty();
    }

    private static void tell(Receipt receipt, HttpServletResponse response) {
        response.setHeader(UPLOAD, receipt.id().toString());
        response.setHeader(ALREADY, Boolean.toString(receipt.already()));
    }

    private static boolean isWithBody(HttpServletRequest request) {
        String type = request.getContentType();
        return "POST".equals(request.getMethod()) && type != null && type.toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE);
    }

    private static boolean isDelete(HttpServletRequest request) {
        String method = request.getHeader(HttpHeader.METHOD_OVERRIDE);
        return "DELETE".equalsIgnoreCase(method == null ? request.getMethod() : method);
    }

    private static @Nullable Long declaredLength(HttpServletRequest request) {
        String length = request.getHeader(HttpHeader.UPLOAD_LENGTH);
        return length == null ? null : Long.valueOf(length);
    }
}
