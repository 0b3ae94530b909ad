package dev.downshift.web.intake;

import dev.downshift.core.InvalidInput;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;

/**
 * The first file of a form, as it arrives. Nothing is held in memory or written
 * to the disk on the way.
 */
record SentFile(String name, InputStream bytes) {

    static SentFile in(HttpServletRequest request) throws IOException {
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (!part.isFormField() && part.getName() != null && !part.getName().isBlank()) {
                    return new SentFile(part.getName(), part.openStream());
                }
            }
        } catch (InvalidFileNameException unusable) {
            throw new InvalidInput("file", "The name of the file holds a character that cannot be stored.", "Rename the file.");
        } catch (FileUploadException malformed) {
            throw new InvalidInput("file", "The form cannot be read.", "Go back to the page and choose the file again.");
        }
        throw new InvalidInput("file", "The form holds no file.", "Choose a file.");
    }
}
