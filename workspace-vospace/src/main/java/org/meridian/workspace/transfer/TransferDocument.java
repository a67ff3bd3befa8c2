// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.SafeXml;
import org.meridian.workspace.transfer.Transfer.Protocol;

/** Transfers in XML (VOSpace 2.1, section 3.6.1 and appendix with the schema). Pure functions. */
public final class TransferDocument {

    static final String NAMESPACE = "http://www.ivoa.net/xml/VOSpace/v2.0";

    private static final int LARGEST = 64 << 10;
    private static final int MOST_PROTOCOLS = 50;

    private final XMLStreamReader in;
    private final List<Protocol> protocols = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Optional<String> target = Optional.empty();
    private Optional<String> direction = Optional.empty();
    private Optional<String> view = Optional.empty();
    private Optional<Boolean> keepBytes = Optional.empty();

    private TransferDocument(XMLStreamReader in) {
        this.in = in;
    }

    /**
     * Reads a document.
     *
     * @throws VospaceFault InvalidArgument if it is none
     */
    public static Transfer read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw invalid("the description of a transfer has at most " + LARGEST + " bytes");
        }
        return read(bytes);
    }

    /** The same of a text. */
    public static Transfer read(String document) {
        return read(document.getBytes(UTF_8));
    }

    private static Transfer read(byte[] document) {
        try {
            XMLStreamReader in = SafeXml.reader(document);
            try {
                return new TransferDocument(in).transfer();
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            throw invalid("the body is not well-formed XML, or has a document type declaration" + SafeXml.where(e)
                    + "; a transfer is described as in VOSpace 2.1, section 3.6.1");
        }
    }

    private static VospaceFault invalid(String message) {
        return new VospaceFault(Name.InvalidArgument, message);
    }

    private Transfer transfer() throws XMLStreamException {
        SafeXml.toElement(in);
        if (!isOurs("transfer")) {
            throw invalid(
                    "the body is a <" + in.getLocalName() + ">; a transfer is a <transfer> of namespace " + NAMESPACE);
        }
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (!NAMESPACE.equals(in.getNamespaceURI())) {
                SafeXml.skip(in);
                continue;
            }
            switch (in.getLocalName()) {
                case "target" -> {
                    if (target.isPresent()) {
                        throw invalid("a transfer has one <target>");
                    }
                    target = Optional.of(in.getElementText().strip());
                }
                case "direction" -> direction = Optional.of(in.getElementText().strip());
                case "view" -> {
                    view = Optional.of(uri());
                    SafeXml.skip(in);
                }
                case "protocol" -> protocol();
                case "keepBytes" ->
                    keepBytes = Optional.of(truth(in.getElementText().strip()));
                case "param" -> parameters.put(uri(), in.getElementText().strip());
                default -> SafeXml.skip(in);
            }
        }
        return new Transfer(
                target.filter(text -> !text.isEmpty()).orElseThrow(() -> invalid("a transfer needs a <target>")),
                direction.filter(text -> !text.isEmpty()).orElseThrow(() -> invalid("a transfer needs a <direction>")),
                view,
                protocols,
                keepBytes,
                parameters);
    }

    private boolean isOurs(String name) {
        return NAMESPACE.equals(in.getNamespaceURI()) && name.equals(in.getLocalName());
    }

    private String uri() {
        String uri = in.getAttributeValue(null, "uri");
        if (uri == null || uri.isBlank()) {
            throw invalid("<" + in.getLocalName() + "> needs an attribute 'uri'");
        }
        return uri.strip();
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw invalid("<keepBytes> is true or false");
        };
    }

    private void protocol() throws XMLStreamException {
        String uri = uri();
        Optional<String> endpoint = Optional.empty();
        List<String> methods = new ArrayList<>();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (isOurs("endpoint")) {
                endpoint = Optional.of(in.getElementText().strip()).filter(text -> !text.isEmpty());
            } else if (isOurs("securityMethod")) {
                Optional.ofNullable(in.getAttributeValue(null, "uri"))
                        .map(String::strip)
                        .ifPresent(methods::add);
                SafeXml.skip(in);
            } else {
                SafeXml.skip(in);
            }
        }
        protocols.add(new Protocol(uri, endpoint, methods));
        if (protocols.size() > MOST_PROTOCOLS) {
            throw invalid("a transfer has at most " + MOST_PROTOCOLS + " protocols");
        }
    }

    /** A document. */
    public static String of(Transfer transfer) {
        XmlDocument xml = new XmlDocument();
        write(xml, transfer);
        return xml.toString();
    }

    /** The same as an element in another document. */
    public static void write(XmlDocument xml, Transfer transfer) {
        xml.start("vos:transfer").attribute("xmlns:vos", NAMESPACE).attribute("version", "2.1");
        xml.element("vos:target", transfer.target());
        xml.element("vos:direction", transfer.direction());
        transfer.view()
                .ifPresent(uri -> xml.start("vos:view").attribute("uri", uri).end());
        for (Protocol protocol : transfer.protocols()) {
            xml.start("vos:protocol").attribute("uri", protocol.uri());
            xml.element("vos:endpoint", protocol.endpoint());
            protocol.securityMethods()
                    .forEach(method -> xml.start("vos:securityMethod")
                            .attribute("uri", method)
                            .end());
            xml.end();
        }
        transfer.keepBytes().ifPresent(keep -> xml.element("vos:keepBytes", keep.toString()));
        transfer.parameters()
                .forEach((uri, value) ->
                        xml.start("vos:param").attribute("uri", uri).text(value));
        xml.end();
    }
}
