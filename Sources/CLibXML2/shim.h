#ifndef FOOTBRIDGE_CLIBXML2_H
#define FOOTBRIDGE_CLIBXML2_H
#include <libxml/xmlversion.h>
/* Debian builds libxml2 with ICU, whose headers define the types of Foundation's own ICU again: a module that imports both
 * would not compile. Only the layout of xmlCharEncodingHandler depends on it, which Markup never touches. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#endif
