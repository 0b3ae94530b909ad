package dev.downshift.http;

import dev.downshift.core.InvalidInput;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;

/**
 * A file in a request, as it arrives: the body itself, or the first file of a form. Nothing is held in memory or written
 * to the disk on the way.
 */
public record SentFile(String name, InputStream bytes) {

    /**
     * The file of a request.
     *
     * @param nameOfBody what the file is called where it is the body itself
     */
    public static SentFile in(HttpServletRequest request, String nameOfBody) throws IOException {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
                ? inForm(request)
                : new SentFile(nameOfBody, request.getInputStream());
    }

    /** The first file of a form that has a name. */
    public static SentFile inForm(HttpServletRequest request) throws IOException {
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
            throw new InvalidInput("file", "The form cannot be read.", "Go back and choose the file again; a program sends multipart/form-data with a boundary.");
        }
        throw new InvalidInput("file", "The form holds no file.", "Choose a file.");
    }
}
