// Defines functions of TensorFlow from recorded operations. A defined function runs as one operation of the eager
// context of tfjs-node-gpu's addon. `open(path)` names that addon. `define(description)` adds a function and
// throws TensorFlow's message when the graph is not valid.
#include <dlfcn.h>
#include <node_api.h>

#include <cstdint>
#include <cstring>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

namespace {

TFE_Context* (*get_context)() = nullptr;

/** Frees TensorFlow's objects. */
struct Status {
  TF_Status* value = TF_NewStatus();
  ~Status() { TF_DeleteStatus(value); }
  void check() const {
    if (TF_GetCode(value) != TF_OK) throw std::runtime_error(TF_Message(value));
  }
};
struct Graph {
  TF_Graph* value = TF_NewGraph();
  ~Graph() { TF_DeleteGraph(value); }
};

void check(napi_status status) {
  if (status != napi_ok) throw std::runtime_error("the description of a function has another form");
}

/** A value of JavaScript with the readers that this file needs. */
struct Value {
  napi_env env;
  napi_value value;

  Value operator[](const char* name) const {
    napi_value property;
    check(napi_get_named_property(env, value, name, &property));
    return {env, property};
  }
  Value operator[](uint32_t index) const {
    napi_value element;
    check(napi_get_element(env, value, index, &element));
    return {env, element};
  }
  bool isArray() const {
    bool result;
    check(napi_is_array(env, value, &result));
    return result;
  }
  uint32_t length() const {
    uint32_t result;
    check(napi_get_array_length(env, value, &result));
    return result;
  }
  double number() const {
    double result;
    check(napi_get_value_double(env, value, &result));
    return result;
  }
  int64_t integer() const { return static_cast<int64_t>(number()); }
  bool boolean() const {
    bool result;
    check(napi_get_value_bool(env, value, &result));
    return result;
  }
  std::string text() const {
    size_t size;
    check(napi_get_value_string_utf8(env, value, nullptr, 0, &size));
    std::string result(size + 1, '\0');
    check(napi_get_value_string_utf8(env, value, &result[0], size + 1, &size));
    result.resize(size);
    return result;
  }
  std::vector<int64_t> integers() const {
    std::vector<int64_t> result(length());
    for (uint32_t i = 0; i < result.size(); i++) result[i] = (*this)[i].integer();
    return result;
  }
};

/** Reads one number of a protocol buffer. */
uint64_t varint(const uint8_t*& at, const uint8_t* end) {
  uint64_t result = 0;
  for (int shift = 0; at < end && shift < 64; shift += 7) {
    uint8_t byte = *at++;
    result |= static_cast<uint64_t>(byte & 127) << shift;
    if (byte < 128) break;
  }
  return result;
}

/** Calls `visit` with the number and content of each length-delimited field of a message. */
template <typename Visit>
void fields(const uint8_t* at, const uint8_t* end, Visit visit) {
  while (at < end) {
    uint64_t key = varint(at, end);
    if ((key & 7) == 2) {
      uint64_t size = varint(at, end);
      if (size > static_cast<uint64_t>(end - at)) return;
      visit(key >> 3, at, at + size);
      at += size;
    } else if ((key & 7) == 0) {
      varint(at, end);
    } else {
      at += (key & 7) == 1 ? 8 : 4;
    }
  }
}

/** Returns true for each argument of an operation that takes a list: OpDef.input_arg with number_attr or type_list_attr. */
std::vector<bool> listArguments(TF_Graph* graph, const std::string& operation) {
  Status status;
  TF_Buffer* definition = TF_NewBuffer();
  TF_GraphGetOpDef(graph, operation.c_str(), definition, status.value);
  std::vector<bool> result;
  const auto* data = static_cast<const uint8_t*>(definition->data);
  if (TF_GetCode(status.value) == TF_OK) {
    fields(data, data + definition->length, [&](uint64_t field, const uint8_t* from, const uint8_t* to) {
      if (field != 2) return;
      bool list = false;
      fields(from, to, [&](uint64_t part, const uint8_t* a, const uint8_t* b) {
        if ((part == 5 || part == 6) && b > a) list = true;
      });
      result.push_back(list);
    });
  }
  TF_DeleteBuffer(definition);
  status.check();
  return result;
}

/** Sets an attribute, which has the form of tfjs-node's `TFEOpAttr`. */
void setAttribute(TF_OperationDescription* operation, const Value& attribute) {
  const std::string name = attribute["name"].text();
  const Value value = attribute["value"];
  switch (static_cast<TF_AttrType>(attribute["type"].integer())) {
    case TF_ATTR_STRING: {
      const std::string text = value.text();
      TF_SetAttrString(operation, name.c_str(), text.data(), text.size());
      break;
    }
    case TF_ATTR_INT:
      if (value.isArray()) {
        const auto list = value.integers();
        TF_SetAttrIntList(operation, name.c_str(), list.data(), list.size());
      } else {
        TF_SetAttrInt(operation, name.c_str(), value.integer());
      }
      break;
    case TF_ATTR_FLOAT:
      TF_SetAttrFloat(operation, name.c_str(), value.number());
      break;
    case TF_ATTR_BOOL:
      TF_SetAttrBool(operation, name.c_str(), value.boolean());
      break;
    case TF_ATTR_TYPE:
      TF_SetAttrType(operation, name.c_str(), static_cast<TF_DataType>(value.integer()));
      break;
    case TF_ATTR_SHAPE: {
      const auto shape = value.integers();
      TF_SetAttrShape(operation, name.c_str(), shape.data(), shape.size());
      break;
    }
    default:
      throw std::runtime_error("attribute " + name + " has a type that functions cannot keep");
  }
}

/** Builds one function. */
class Builder {
 public:
  explicit Builder(const Value& description) : description_(description) {}

  void define(TFE_Context* context) {
    const Value inputs = description_["inputs"];
    const Value nodes = description_["nodes"];
    std::vector<TF_Output> arguments;
    for (uint32_t i = 0; i < inputs.length(); i++) arguments.push_back({placeholder(inputs[i], i), 0});
    for (uint32_t i = 0; i < nodes.length(); i++) add(nodes[i], i);
    std::vector<TF_Output> results;
    const Value outputs = description_["outputs"];
    for (uint32_t i = 0; i < outputs.length(); i++) results.push_back(place(outputs[i]));
    std::vector<const TF_Operation*> effects;
    const auto controls = description_["effects"].integers();
    for (int64_t node : controls) effects.push_back(operations_.at(node));
    Status status;
    const std::string name = description_["name"].text();
    TF_Function* function = TF_GraphToFunctionWithControlOutputs(
        graph_.value, name.c_str(), false, -1, nullptr, arguments.size(), arguments.data(), results.size(),
        results.data(), nullptr, effects.size(), effects.data(), nullptr, nullptr, nullptr, status.value);
    status.check();
    TFE_ContextAddFunction(context, function, status.value);
    TF_DeleteFunction(function);
    status.check();
  }

 private:
  TF_Operation* placeholder(const Value& input, uint32_t index) {
    const std::string name = "input" + std::to_string(index);
    TF_OperationDescription* operation = TF_NewOperation(graph_.value, "Placeholder", name.c_str());
    TF_SetAttrType(operation, "dtype", static_cast<TF_DataType>(input["type"].integer()));
    const Value shape = input["shape"];
    if (shape.isArray()) {
      const auto lengths = shape.integers();
      TF_SetAttrShape(operation, "shape", lengths.data(), lengths.size());
    }
    return finish(operation);
  }

  void add(const Value& node, uint32_t index) {
    const std::string type = node["operation"].text();
    const std::string name = type + "_" + std::to_string(index);
    TF_OperationDescription* operation = TF_NewOperation(graph_.value, type.c_str(), name.c_str());
    if (type == "Const") setConstant(operation, node);
    else addInputs(operation, type, node["inputs"]);
    const auto before = node["after"].integers();
    for (int64_t earlier : before) TF_AddControlInput(operation, operations_.at(earlier));
    const Value attributes = node["attributes"];
    for (uint32_t i = 0; i < attributes.length(); i++) setAttribute(operation, attributes[i]);
    finish(operation);
  }

  void addInputs(TF_OperationDescription* operation, const std::string& type, const Value& inputs) {
    std::vector<TF_Output> places;
    for (uint32_t i = 0; i < inputs.length(); i++) places.push_back(place(inputs[i]));
    const auto lists = listArguments(graph_.value, type);
    const size_t rest = places.size() + 1 - lists.size();  // The length of the only list.
    size_t next = 0;
    for (bool list : lists) {
      if (next + (list ? rest : 1) > places.size()) throw std::runtime_error(type + " has other inputs");
      if (list) TF_AddInputList(operation, &places[next], rest);
      else TF_AddInput(operation, places[next]);
      next += list ? rest : 1;
    }
    if (next != places.size()) throw std::runtime_error(type + " has more than one list of inputs");
  }

  void setConstant(TF_OperationDescription* operation, const Value& node) {
    const auto shape = node["shape"].integers();
    const auto type = static_cast<TF_DataType>(node["type"].integer());
    void* data;
    size_t length;
    napi_typedarray_type kind;
    check(napi_get_typedarray_info(node.env, node["values"].value, &kind, &length, &data, nullptr, nullptr));
    const size_t bytes = length * TF_DataTypeSize(type);
    TF_Tensor* tensor = TF_AllocateTensor(type, shape.data(), shape.size(), bytes);
    if (TF_TensorByteSize(tensor) != bytes) {
      TF_DeleteTensor(tensor);
      throw std::runtime_error("a constant has another size than its shape");
    }
    std::memcpy(TF_TensorData(tensor), data, bytes);
    Status status;
    TF_SetAttrTensor(operation, "value", tensor, status.value);
    TF_SetAttrType(operation, "dtype", type);
    TF_DeleteTensor(tensor);
    status.check();
  }

  /** Reads [operation, output]. Inputs of the function come first. */
  TF_Output place(const Value& pair) const {
    return {operations_.at(pair[0u].integer()), static_cast<int>(pair[1u].integer())};
  }

  TF_Operation* finish(TF_OperationDescription* description) {
    Status status;
    TF_Operation* operation = TF_FinishOperation(description, status.value);
    status.check();
    operations_.push_back(operation);
    return operation;
  }

  const Value description_;
  const Graph graph_;
  std::vector<TF_Operation*> operations_;
};

napi_value Open(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  try {
    const std::string path = Value{env, arguments[0]}.text();
    void* addon = dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    void* symbol = addon ? dlsym(addon, "AmfmnContext") : nullptr;
    if (!symbol) throw std::runtime_error(path + " does not keep TensorFlow's context");
    get_context = reinterpret_cast<TFE_Context* (*)()>(symbol);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

napi_value Define(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  try {
    TFE_Context* context = get_context ? get_context() : nullptr;
    if (!context) throw std::runtime_error("TensorFlow has not started");
    Builder({env, arguments[0]}).define(context);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

napi_value Init(napi_env env, napi_value exports) {
  napi_property_descriptor functions[] = {
      {"open", nullptr, Open, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"define", nullptr, Define, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, 2, functions);
  return exports;
}

}  // namespace

NAPI_MODULE(functions, Init)
