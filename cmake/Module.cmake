# add_module(name SOURCES ... HEADERS ... [USES module...] [WRAPS library...])
#
# One static library per top-level folder. USES is the only place that says
# which folders may include which; scripts/check-layers.sh reads it from here.
# WRAPS names third-party libraries, which never leak to users of the module.
function(add_module name)
  cmake_parse_arguments(M "" "" "SOURCES;HEADERS;USES;WRAPS" ${ARGN})
  list(TRANSFORM M_SOURCES PREPEND ${name}/)
  list(TRANSFORM M_HEADERS PREPEND ${name}/)
  add_library(${name} STATIC ${M_SOURCES})
  target_sources(${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${M_HEADERS})
  target_link_libraries(${name} PUBLIC ${M_USES} PRIVATE house_flags ${M_WRAPS})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  set_property(GLOBAL APPEND PROPERTY HOUSE_MODULES ${name})
endfunction()

# registry(out folder/file.def MACRO): the names in a .def table, as a list.
function(registry out file macro)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(STRINGS ${file} lines REGEX "^${macro}\\(")
  list(TRANSFORM lines REPLACE "^${macro}\\(([a-z0-9_]+).*" "\\1")
  set(${out} ${lines} PARENT_SCOPE)
endfunction()

# embed(NAME.inc FILE): the bytes of FILE as numbers for a C array, in the build folder.
function(embed name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "((0x..,){20})" "\\1\n" bytes "${bytes}")
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded/${name} CONTENT "${bytes}\n" @ONLY)
endfunction()
