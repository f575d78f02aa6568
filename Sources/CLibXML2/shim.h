#ifndef FOOTBRIDGE_CLIBXML2_H
#define FOOTBRIDGE_CLIBXML2_H
#include <libxml/xmlversion.h>
/* Debian builds libxml2 with ICU, whose headers define the types of Foundation's own ICU again: a module that imports both
 * would not compile. Only the layout of xmlCharEncodingHandler depends on it, which Markup never touches. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

static inline void footbridge_xml_drop(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}

static inline void footbridge_xml_drop_error(void *context, const xmlError *error) {
    (void)context;
    (void)error;
}

/* What libxml2 does not tell the parser's own handler (octets that are none of the declared encoding) it writes to the standard error of
 * the process, a few lines for each message of a peer. These handlers are a thread's own. */
static inline void footbridge_xml_be_silent(void) {
    xmlSetGenericErrorFunc(NULL, footbridge_xml_drop);
    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)footbridge_xml_drop_error);
}
#endif
