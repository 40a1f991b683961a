// What the pages of the staff do beyond links and forms. Each part finds its elements by a data- attribute.
import "./js/session.js";
import "./js/keyboard.js";
import "./js/rows.js";
import "./js/choose.js";
import "./js/since.js";
import "./js/fields.js";
import "./js/forms.js";
import "./js/small.js";
import "./js/picker.js";
import "./js/preview.js";
import { openDialogs } from "./js/dialogs.js";
import { showTabs } from "./js/tabs.js";

const prepare = () => { showTabs(); openDialogs(); };
document.addEventListener("htmx:after:swap", prepare);
prepare();
