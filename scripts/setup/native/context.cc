// Linked into the addon of tfjs-node-gpu with `--wrap=TFE_NewContext`: keeps TensorFlow's eager context, which the addon
// creates and does not show, for functions.cc.
#include "tensorflow/c/eager/c_api.h"

namespace {
TFE_Context* context = nullptr;
}

extern "C" {

TFE_Context* __real_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status);

TFE_Context* __wrap_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) {
  context = __real_TFE_NewContext(options, status);
  return context;
}

__attribute__((visibility("default"))) TFE_Context* AmfmnContext() { return context; }

}  // extern "C"
